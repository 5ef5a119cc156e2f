import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { cell, cellNames, editor, focused, notebookFile, output, poll, saved, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

async function openNotebook(title: string): Promise<Page> {
  const id = await app.server.importNotebook(
    notebookFile(title, [{ text: `About **${title}**.` }, { name: "one.ts", text: "console.log('first');" }, { name: "two.ts", text: "console.log('second');" }]),
  );
  const page = await app.page(`/n/${id}`);
  await editor(page, "one.ts").waitFor();
  return page;
}

const isFocused = (page: Page, name: string) => poll(async () => assert.equal(await focused(page), name));
const areCells = (page: Page, names: string[]) => poll(async () => assert.deepEqual(await cellNames(page), names));

describe("command mode", () => {
  test("moves between cells with the arrows, edits with Enter and leaves with Escape", async () => {
    const page = await openNotebook("Arrows");
    await cell(page, "one.ts").focus();
    await page.keyboard.press("ArrowUp");
    await isFocused(page, "Text cell About Arrows.");
    await page.keyboard.press("j");
    await page.keyboard.press("ArrowDown");
    await isFocused(page, "Code cell two.ts");
    await page.keyboard.press("Enter");
    await isFocused(page, "Code of two.ts");
    await page.keyboard.press("Escape");
    await isFocused(page, "Code cell two.ts");
  });

  test("inserts above and below, moves, deletes and undoes", async () => {
    const page = await openNotebook("Structure");
    const about = "About Structure.";
    await cell(page, "one.ts").focus();
    await page.keyboard.press("b");
    await isFocused(page, "Code of untitled.ts");
    await page.keyboard.press("Escape");
    await page.keyboard.press("a");
    await isFocused(page, "Code of untitled-2.ts");
    await page.keyboard.press("Escape");
    await areCells(page, [about, "one.ts", "untitled-2.ts", "untitled.ts", "two.ts"]);
    await page.keyboard.press("Alt+ArrowUp");
    await areCells(page, [about, "untitled-2.ts", "one.ts", "untitled.ts", "two.ts"]);
    await isFocused(page, "Code cell untitled-2.ts");
    await page.keyboard.press("Alt+ArrowDown");
    await areCells(page, [about, "one.ts", "untitled-2.ts", "untitled.ts", "two.ts"]);
    await page.keyboard.press("ControlOrMeta+Backspace");
    await areCells(page, [about, "one.ts", "untitled.ts", "two.ts"]);
    await isFocused(page, "Code cell untitled.ts");
    await page.keyboard.press("ControlOrMeta+Z");
    await areCells(page, [about, "one.ts", "untitled-2.ts", "untitled.ts", "two.ts"]);
  });

  test("runs and goes on with Shift-Enter", async () => {
    const page = await openNotebook("Onwards");
    await cell(page, "one.ts").focus();
    await page.keyboard.press("Shift+Enter");
    await isFocused(page, "Code cell two.ts");
    await page.keyboard.press("Shift+Enter");
    await output(page, "one.ts").getByText("first").waitFor();
    await output(page, "two.ts").getByText("second").waitFor();
  });

  test("the keys that are commands on a frame are letters in an editor", async () => {
    const page = await openNotebook("Letters");
    await editor(page, "one.ts").click();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("abjkmd");
    await editor(page, "one.ts").getByText("abjkmd", { exact: true }).waitFor();
    await areCells(page, ["About Letters.", "one.ts", "two.ts"]);
    await saved(page);
  });
});

describe("the palette", () => {
  test("runs a command and returns the focus", async () => {
    const page = await openNotebook("Commanded");
    await cell(page, "two.ts").focus();
    await page.keyboard.press("ControlOrMeta+K");
    await page.getByPlaceholder(/find a command/i).fill("run the cell");
    await page.getByRole("option", { name: /\brun\b/i, selected: true }).waitFor();
    await page.keyboard.press("Enter");
    await output(page, "two.ts").getByText("second").waitFor();
    await isFocused(page, "Code cell two.ts");
  });

  test("finds text and leads to its cell", async () => {
    await app.server.importNotebook(notebookFile("Hidden", [{ text: "Nothing here." }, { name: "deep.ts", text: "const quetzalcoatlus = 1;" }]));
    const page = await app.page("/");
    await page.getByRole("searchbox").waitFor();
    await page.keyboard.press("ControlOrMeta+K");
    await page.getByPlaceholder(/find a command/i).fill("quetzalcoatlus");
    await page.getByRole("option", { name: /const quetzalcoatlus/ }).waitFor();
    assert.equal(await page.getByText("Nothing is called that").count(), 0);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/n\//);
    await isFocused(page, "Code cell deep.ts");
  });
});

test("the help sheet opens with ?, lists the keys and gives the focus back", async () => {
  const page = await openNotebook("Helped");
  await cell(page, "one.ts").focus();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await sheet.getByText("Insert code above").waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await isFocused(page, "Code cell one.ts");
});

test("a panel takes the keyboard when it is asked for", async () => {
  const page = await openNotebook("Panels");
  await cell(page, "one.ts").focus();
  await page.keyboard.press("ControlOrMeta+I");
  await poll(async () => assert.equal(await page.getByRole("combobox", { name: "Add a package" }).evaluate((field) => field === document.activeElement), true));
  await page.getByRole("button", { name: "More for this notebook" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Outline" }).focus();
  await page.keyboard.press("Enter");
  await poll(async () => assert.equal(await page.getByRole("tabpanel", { name: "Outline" }).evaluate((part) => part === document.activeElement), true));
  await page.getByRole("tooltip").waitFor({ state: "detached" });
});

test("Page Down scrolls a notebook that was just opened", async () => {
  const id = await app.server.importNotebook(notebookFile("Long", [{ text: Array.from({ length: 120 }, (_, i) => `Paragraph ${i}`).join("\n\n") }]));
  const page = await app.page(`/n/${id}`);
  await page.locator("[data-scroller]").getByText("Paragraph 3", { exact: true }).waitFor();
  // The text is painted before there is an interface that takes keys.
  await poll(async () => {
    await page.keyboard.press("PageDown");
    assert.ok((await page.locator("[data-scroller]").evaluate((scroller) => scroller.scrollTop)) > 100);
  });
});
