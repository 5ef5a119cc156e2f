import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import type { Page } from "playwright-core";
import { editor, notebookFile, poll, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

const hostile = "</script><script>document.title = 'taken'</script>";

/** Loads the page anew and notes what it asks the API for until it asks nothing more. */
async function reloaded(page: Page): Promise<string[]> {
  await page.waitForLoadState("networkidle");
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    // How the server is, is asked again every few seconds.
    if (pathname.startsWith("/api/") && pathname !== "/api/status") asked.push(pathname);
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
  const places = async () => {
    await page.evaluate(() => document.fonts.ready.then(() => {}));
    return page.locator("[data-key], nav a, header button, input").evaluateAll((found) => found.map((element) => JSON.stringify(element.getBoundingClientRect())));
  };
  await page.route("**/assets/*.js", (route) => route.abort());
  await page.reload();
  await page.locator("[data-key]").first().waitFor();
  const painted = await places();
  await page.unroute("**/assets/*.js");
  await page.reload();
  await page.locator("#root > :not([inert])").getByRole("link", { name: "Buckets" }).waitFor();
  await poll(async () => assert.deepEqual(await places(), painted));
});

test("a notebook is painted before the interface runs, which takes its place without moving anything", async () => {
  const prose = `Some *prose*, ${hostile.replace("</script>", "")} and \`code\`.\n\n- one\n- two`;
  const file = notebookFile("Sieve it", [{ text: prose }, { name: "a.ts", text: "export const a = 1;\nconsole.log(a);" }, { text: "## Then" }, { name: "b.ts", text: "// the last" }]);
  const workspace = await app.server.importNotebook(file);
  const page = await app.page();
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => (entry as unknown as { value: number }).value))).observe({ type: "layout-shift", buffered: true });
  });
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/assets/*.js", async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(`${app.server.ready.url}/n/${workspace}`, { waitUntil: "commit" });
  const painted = page.locator("[data-painted]");
  await painted.getByText("export const a = 1;").waitFor();
  assert.equal(await page.title(), "Srcbook");
  assert.deepEqual(await painted.locator("h1, .prose p, .prose li, .prose h2, .code-still pre:last-child").allInnerTexts(), [
    "Sieve it", "Some prose, and code.", "one", "two", "export const a = 1;\nconsole.log(a);", "Then", "// the last",
  ]);
  assert.equal(await page.getByRole("button").count(), 0, "nothing can be pressed");
  await painted.locator(".prose p").selectText();
  assert.equal(await page.evaluate(() => getSelection()?.toString()), "Some prose, and code.");
  await page.evaluate(() => document.fonts.ready);
  const before = await places(page);

  release();
  await editor(page, "a.ts").waitFor();
  await painted.waitFor({ state: "detached" });
  // The editors come one after the other, each at the place of its text.
  await poll(async () => assert.deepEqual(await places(page), before));
  const moved = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0));
  assert.ok(moved <= 0.02, `the page moved by ${moved}`);
});

/** Where the parts of a notebook stand, by their text or what they hold. */
function places(page: Page): Promise<string[]> {
  const parts = "header a, h1, .prose p, .prose li, .prose h2, .code-still, .cm-editor, aside";
  return page.locator(parts).evaluateAll((found) =>
    found.map((element) => {
      const { x, y, height } = element.getBoundingClientRect();
      return [x, y, height].map(Math.round).join(" ");
    }),
  );
}

test("a page of somebody who is signed out holds nothing of the library", async () => {
  await app.server.importNotebook(notebookFile("Private", [{ text: "Mine." }]));
  const answer = await fetch(`${app.server.ready.url}/`);
  assert.equal(answer.headers.get("cache-control"), "no-cache");
  assert.match(await answer.text(), /<script id="boot" type="application\/json"><\/script>/);
});
