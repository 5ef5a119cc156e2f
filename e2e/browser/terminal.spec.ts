import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { cell, focused, notebookFile, poll, runCell, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

/** A choice as packages offer it: drawn anew at each arrow key, taken with Enter, given up with Ctrl-C. */
const CHOICE = `import { emitKeypressEvents } from "node:readline";
const choices = ["red", "green", "blue"];
let at = 0;
const draw = (again: boolean) =>
  process.stdout.write((again ? "\\x1b[3A" : "") + choices.map((c, i) => "\\r\\x1b[K" + (i === at ? "> " : "  ") + c + "\\n").join(""));
emitKeypressEvents(process.stdin);
process.stdin.setRawMode(true);
console.log(process.stdout.isTTY ? "a terminal" : "a pipe");
draw(false);
process.stdin.on("keypress", (_, key) => {
  if (key.ctrl && key.name === "c") { console.log("given up"); process.exit(0); }
  if (key.name === "return") { console.log("chose " + choices[at] + " at " + process.stdout.columns); process.exit(0); }
  at = (at + (key.name === "down" ? 1 : 2)) % 3;
  draw(true);
});`;

const screen = (page: Page, name: string) => cell(page, name).getByRole("region", { name: `Terminal output of ${name}` }).locator(".xterm-rows");
const keyboard = (page: Page, name: string) => cell(page, name).getByRole("textbox", { name: `Terminal of ${name}` });

const lines = async (page: Page, name: string) =>
  (await screen(page, name).locator("> div").allTextContents()).map((line) => line.replaceAll("\u00a0", " ").trimEnd()).filter((line) => line !== "");

async function runInTerminal(page: Page, name: string) {
  await cell(page, name).getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Run in a terminal" }).click();
}

describe("a terminal", () => {
  test("shows a program that draws, and sends it keys", async () => {
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Terminal", [{ name: "choose.ts", text: CHOICE }]))}`);
    await runInTerminal(page, "choose.ts");
    await poll(async () => assert.deepEqual(await lines(page, "choose.ts"), ["a terminal", "> red", "  green", "  blue"]));
    await keyboard(page, "choose.ts").focus();
    await page.keyboard.press("ArrowDown");
    await poll(async () => assert.deepEqual(await lines(page, "choose.ts"), ["a terminal", "  red", "> green", "  blue"]));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await poll(async () => assert.match((await lines(page, "choose.ts")).at(-1) ?? "", /^chose blue at \d+$/));
    assert.notEqual((await lines(page, "choose.ts")).at(-1), "chose blue at 80"); // the size of the screen reached the program
    await page.reload();
    await poll(async () => assert.equal((await lines(page, "choose.ts")).at(-2), "> blue"));
  });

  test("is remembered by cell, interrupted by Ctrl-C and left by Shift-Escape", async () => {
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Keys", [{ name: "choose.ts", text: CHOICE }, { name: "plain.ts", text: "console.log(process.stdout.isTTY ?? 'a pipe');" }]))}`);
    await runInTerminal(page, "choose.ts");
    await poll(async () => assert.equal((await lines(page, "choose.ts"))[0], "a terminal"));
    await keyboard(page, "choose.ts").focus();
    await page.keyboard.press("Shift+Escape");
    await poll(async () => assert.equal(await focused(page), "Code cell choose.ts"));
    await keyboard(page, "choose.ts").focus();
    await page.keyboard.press("Control+c");
    await poll(async () => assert.equal((await lines(page, "choose.ts")).at(-1), "given up"));
    await runCell(page, "plain.ts");
    await cell(page, "plain.ts").getByRole("log").getByText("a pipe").waitFor();
    await runCell(page, "choose.ts");
    await poll(async () => assert.deepEqual(await lines(page, "choose.ts"), ["a terminal", "> red", "  green", "  blue"]));
    await cell(page, "choose.ts").getByRole("button", { name: "Stop choose.ts" }).click();
    await cell(page, "choose.ts").getByText(/stopped after/).waitFor();
    await cell(page, "choose.ts").getByRole("button", { name: "More for choose.ts" }).click();
    await page.getByRole("menuitem", { name: "Run without a terminal" }).click();
    await runCell(page, "choose.ts");
    await cell(page, "choose.ts").getByText("setRawMode").first().waitFor();
  });
});
