import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { cell, cellNames, editor, notebookFile, poll, saved, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

async function openNotebook(title: string): Promise<Page> {
  const id = await app.server.importNotebook(
    notebookFile(title, [
      { text: `About **${title}**.` },
      { name: "one.ts", text: "console.log('first');" },
      { name: "two.ts", text: "const two = 2;\n\n\n// end" },
      { name: "three.ts", text: "console.log('third');" },
    ]),
  );
  const page = await app.page(`/n/${id}`);
  await editor(page, "one.ts").waitFor();
  return page;
}

const areCells = (page: Page, names: string[]) => poll(async () => assert.deepEqual(await cellNames(page), names));

describe("several cells", () => {
  test("are selected with Shift and moved as one, with the keyboard and the mouse", async () => {
    const page = await openNotebook("Several");
    const about = "About Several.";
    await cell(page, "one.ts").focus();
    await page.keyboard.press("Shift+ArrowDown");
    await areCells(page, [about, "one.ts, selected", "two.ts, selected", "three.ts"]);
    await page.keyboard.press("Alt+ArrowDown");
    await areCells(page, [about, "three.ts", "one.ts, selected", "two.ts, selected"]);
    await page.keyboard.press("ControlOrMeta+Z");
    await areCells(page, [about, "one.ts, selected", "two.ts, selected", "three.ts"]);
    await page.keyboard.press("Escape");
    await areCells(page, [about, "one.ts", "two.ts", "three.ts"]);
    // Into the code of another cell: cells are selected, not its text.
    await editor(page, "three.ts").click({ modifiers: ["Shift"] });
    await areCells(page, [about, "one.ts, selected", "two.ts, selected", "three.ts, selected"]);
    await page.getByRole("textbox", { name: "Code of two.ts" }).click();
    await areCells(page, [about, "one.ts", "two.ts", "three.ts"]);
    await saved(page);
  });

  test("go to another notebook through the clipboard, with free names", async () => {
    const page = await openNotebook("Source");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.waitForLoadState("networkidle");
    await cell(page, "one.ts").focus();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.press("ControlOrMeta+C");
    await poll(async () => {
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.ok(copied.startsWith("About **Source**.\n\n###### one.ts\n\n```typescript\n"), copied);
    });
    const id = await app.server.importNotebook(notebookFile("Target", [{ name: "two.ts", text: "2" }]));
    const target = await app.tab(page, `/n/${id}`);
    await editor(target, "two.ts").waitFor();
    await target.waitForLoadState("networkidle"); // what listens to the clipboard is loaded after the cells
    await cell(target, "two.ts").focus();
    await target.keyboard.press("ControlOrMeta+V");
    await areCells(target, ["two.ts", ...["About Source.", "one.ts", "two-2.ts", "three.ts"].map((name) => `${name}, selected`)]);
    await poll(async () => assert.match(await target.getByRole("textbox", { name: "Code of two-2.ts" }).innerText(), /^const two = 2;\n+\/\/ end$/));
    await target.keyboard.press("ControlOrMeta+X");
    await areCells(target, ["two.ts"]);
    await target.keyboard.press("ControlOrMeta+Z");
    await areCells(target, ["two.ts", ...["About Source.", "one.ts", "two-2.ts", "three.ts"].map((name) => `${name}, selected`)]);
    await saved(target);
  });
});
