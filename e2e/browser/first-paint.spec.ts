import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import type { Page } from "playwright-core";
import { notebookFile, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

const hostile = "</script><script>document.title = 'taken'</script>";

/** Loads the page anew and notes what it asks the API for until it asks nothing more. */
async function reloaded(page: Page): Promise<string[]> {
  await page.waitForLoadState("networkidle");
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/")) asked.push(pathname);
  });
  await page.reload();
  await page.waitForLoadState("networkidle");
  return asked;
}

test("the home page comes with its library and asks for nothing at first", async () => {
  await app.server.importNotebook(notebookFile("Primes", [{ text: "Sieve them." }]));
  const page = await app.page();
  const asked = await reloaded(page);
  await page.getByRole("link", { name: "Primes" }).waitFor();
  assert.deepEqual(asked, []);
});

test("the library is painted before the interface runs, hostile titles as text", async () => {
  await app.server.importNotebook(notebookFile("Sieve", [{ text: "Prose of *mine*." }]));
  await app.server.api("POST", "/api/workspaces", { title: hostile });
  const page = await app.page();
  await page.route("**/assets/*.js", (route) => route.abort());
  await page.reload();
  await page.locator("[data-key]", { hasText: hostile }).waitFor();
  assert.equal(await page.getByText("Prose of mine.").count(), 1);
  assert.equal(await page.title(), "Srcbook");
  assert.equal(await page.locator("#root > [inert]").count(), 1);
});

test("the interface takes the place of what was painted, at the same places", async () => {
  await app.server.importNotebook(notebookFile("Buckets", [{ text: "Tokens." }]));
  const page = await app.page();
  const places = () =>
    page.locator("[data-key], nav a, header button, input").evaluateAll((found) => found.map((element) => JSON.stringify(element.getBoundingClientRect())));
  await page.reload();
  await page.locator("#root > :not([inert])").getByRole("link", { name: "Buckets" }).waitFor();
  const real = await places();
  await page.route("**/assets/*.js", (route) => route.abort());
  await page.reload();
  await page.locator("[data-key]").first().waitFor();
  assert.deepEqual(await places(), real);
});

test("a page of somebody who is signed out holds nothing of the library", async () => {
  await app.server.importNotebook(notebookFile("Private", [{ text: "Mine." }]));
  const answer = await fetch(`${app.server.ready.url}/`);
  assert.equal(answer.headers.get("cache-control"), "no-cache");
  assert.match(await answer.text(), /<script id="boot" type="application\/json"><\/script>/);
});
