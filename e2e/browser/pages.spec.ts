import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { afterEach, describe, test } from "node:test";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { cell, editor, notebookFile, poll, runCell, saved, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** An editor's scroller needs no focus of its own: moving the caret scrolls it. */
const caretScrolls = /^scrollable-region-focusable: .*cm-scroller/;

/** What breaks the WCAG 2.2 rules at levels A and AA, as "rule: element". */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations: found } = await page.evaluate(() =>
    (window as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    }),
  );
  return found
    .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`))
    .filter((violation) => !caretScrolls.test(violation));
}

/** A page may be under way for a moment: colours change over, a status arrives. */
const accessible = (page: Page, part?: string) =>
  poll(async () => assert.deepEqual(await violations(page), [], part), 5_000);

const lively = notebookFile("Lively", [
  { text: "## A heading\n\nWith [a link](https://example.com), $x^2$ and\n\n| a | b |\n|---|---|\n| 1 | 2 |" },
  { name: "ok.ts", text: "console.log('fine');\nconsole.error('a warning');" },
  { name: "bad.ts", text: "throw new Error('broken');" },
]);

describe("every page is accessible", () => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const path of ["/", "/recent", "/examples", "/trash", "/settings", "/secrets", "/nowhere"]) {
      test(`${path} in ${colorScheme}`, async () => {
        await app.server.importNotebook(notebookFile("Listed", [{ text: "A line." }]));
        const page = await app.page(path, { colorScheme });
        await page.getByRole("main").getByRole("heading").first().waitFor();
        await accessible(page);
      });
    }

    test(`a notebook with results, its panels and its dialogs in ${colorScheme}`, async () => {
      const page = await app.page(`/n/${await app.server.importNotebook(lively)}`, { colorScheme });
      await runCell(page, "ok.ts");
      await runCell(page, "bad.ts");
      await cell(page, "bad.ts").getByText(/broken/).nth(1).waitFor();
      await cell(page, "ok.ts").focus();
      await accessible(page);
      for (const part of ["Secrets", "Outline", "Settings"]) {
        await page.getByRole("tab", { name: part }).click();
        await accessible(page, part);
      }
      await page.keyboard.press("ControlOrMeta+K");
      await page.getByPlaceholder(/find a command/i).waitFor();
      await accessible(page, "palette");
    });
  }

  test("the sign-in page", async () => {
    const page = await app.page("/");
    await page.context().clearCookies();
    await page.goto(app.server.ready.url);
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await accessible(page);
  });
});

test("a theme that was chosen is there after a reload", async () => {
  const page = await app.page("/settings", { colorScheme: "light" });
  await page.getByRole("combobox", { name: "Theme" }).selectOption("dark");
  const isDark = () => page.evaluate(() => document.documentElement.classList.contains("dark"));
  await poll(async () => assert.equal(await isDark(), true));
  await poll(async () => assert.equal((await app.server.api<{ theme: string }>("GET", "/api/settings")).theme, "dark"));
  await page.reload();
  await page.getByRole("combobox", { name: "Theme" }).waitFor();
  assert.equal(await isDark(), true);
  await app.server.api("PATCH", "/api/settings", { theme: "system" });
});

test("throwing a notebook away is undone where it was done", async () => {
  await app.server.importNotebook(notebookFile("Regretted", [{ text: "Too early." }]));
  const page = await app.page("/");
  await page.getByRole("button", { name: "Actions for Regretted" }).click();
  await page.getByRole("menuitem", { name: /trash/i }).click();
  await page.getByRole("link", { name: "Regretted", exact: true }).waitFor({ state: "detached" });
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: "Regretted", exact: true }).first().waitFor();
});

test("a notebook of no known id says so", async () => {
  const page = await app.page("/n/unknownunknownunknownunknow");
  await page.getByRole("main").getByRole("link", { name: "Open the trash" }).waitFor();
});

test("a notebook in the trash says so and is restored at the place", async () => {
  const id = await app.server.importNotebook(notebookFile("Gone", [{ name: "back.ts", text: "1;" }]));
  await app.server.api("DELETE", `/api/workspaces/${id}`);
  const page = await app.page(`/n/${id}`);
  await page.getByRole("heading", { name: "Gone is in the trash" }).waitFor();
  await page.getByRole("button", { name: "Restore" }).click();
  await cell(page, "back.ts").waitFor();
});

test("a page says that the server is gone, keeps edits, and recovers", async () => {
  const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Restarting", [{ name: "a.ts", text: "// start" }]))}`);
  await editor(page, "a.ts").click();
  await saved(page);
  await app.server.stop();
  await page.keyboard.type("kept ");
  const bar = page.getByRole("contentinfo");
  await bar.getByRole("button", { name: /offline, \d+ edits? kept/ }).waitFor();
  await bar.getByRole("button", { name: "offline", exact: true }).click();
  await page.getByText("The server does not answer").waitFor();
  await app.server.start();
  await saved(page);
});

for (const width of [320, 600, 800, 1024]) {
  test(`no page scrolls sideways at ${width} pixels`, async () => {
    const id = await app.server.importNotebook(lively);
    const page = await app.page("/", { viewport: { width, height: 720 } });
    for (const path of ["/", "/examples", "/trash", "/settings", "/secrets", `/n/${id}`]) {
      await page.goto(app.server.ready.url + path);
      await page.getByRole("main").getByRole("heading").first().waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true, path);
    }
  });
}
