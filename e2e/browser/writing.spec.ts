// Text as people really write it: input methods, other scripts, and more of it than fits a screen.
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { editor, notebookFile, poll, saved, text, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

type Cells = Array<{ name?: string; text: string }>;

async function notebook(cells: Cells): Promise<{ id: string; page: Page }> {
  const id = await app.server.importNotebook(notebookFile("Writing", cells));
  const page = await app.page(`/n/${id}`);
  if (cells[0]?.name) await editor(page, cells[0].name).waitFor();
  return { id, page };
}

/** What the server has of a code cell, as an export tells it. */
async function stored(id: string, name: string): Promise<string> {
  const file = await app.server.api<string>("GET", `/api/workspaces/${id}/export?format=srcmd`);
  const start = file.indexOf(`###### ${name}`);
  const [, code] = /```+typescript\n([\s\S]*?)\n```/.exec(file.slice(start)) ?? [];
  assert.ok(start >= 0 && code !== undefined, `no cell ${name} in the export`);
  return code;
}

const holds = (page: Page, name: string, want: string) => poll(async () => assert.equal(await text(page, name), want));

/** Puts the caret at the end of a cell. */
async function writeAtEnd(page: Page, name: string) {
  await editor(page, name).click();
  await page.keyboard.press("ControlOrMeta+End");
}

/** Puts a text into the focused editor as pasting does. */
async function paste(page: Page, pasted: string) {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, pasted);
}

describe("writing", () => {
  test("with an input method goes on while somebody else edits the same line", async () => {
    const { id, page: ada } = await notebook([{ name: "a.ts", text: "// " }]);
    const bob = await app.page(`/n/${id}`);
    await writeAtEnd(ada, "a.ts");
    const input = await ada.context().newCDPSession(ada);
    const compose = (text: string) => input.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await compose("に");
    await compose("にほ");
    await writeAtEnd(bob, "a.ts");
    await bob.keyboard.press("Home");
    await bob.keyboard.type("1;");
    await saved(bob);
    await compose("にほん");
    await input.send("Input.insertText", { text: "日本" });
    await holds(ada, "a.ts", "1;// 日本");
    await holds(bob, "a.ts", "1;// 日本");
    await poll(async () => assert.equal(await stored(id, "a.ts"), "1;// 日本"));
  });

  test("in scripts from right to left, with joined emoji and combining signs", async () => {
    const { id, page } = await notebook([{ name: "a.ts", text: "" }]);
    const bob = await app.page(`/n/${id}`);
    await editor(page, "a.ts").click();
    const written = "// שלום مرحبا 👩‍👩‍👧‍👦 é 🇺🇳";
    await page.keyboard.insertText(`${written}!`);
    await page.keyboard.press("Backspace");
    await holds(bob, "a.ts", written);
    // One press takes a whole sign, never half of a pair.
    await page.keyboard.press("Backspace");
    await holds(bob, "a.ts", written.replace("🇺🇳", ""));
    await poll(async () => assert.equal((await stored(id, "a.ts")).trim(), written.replace("🇺🇳", "").trim()));
  });

  test("a megabyte is pasted, kept and taken back", async () => {
    const { id, page } = await notebook([{ name: "a.ts", text: "const first = 1;" }]);
    await writeAtEnd(page, "a.ts");
    const lines = Array.from({ length: 20_000 }, (_, i) => `// line ${i} ${"x".repeat(40)}`).join("\n");
    assert.ok(lines.length > 1_000_000);
    await paste(page, `\n${lines}`);
    await saved(page);
    await poll(async () => assert.equal((await stored(id, "a.ts")).length, `const first = 1;\n${lines}`.length));
    await page.keyboard.press("ControlOrMeta+z");
    await poll(async () => assert.equal(await stored(id, "a.ts"), "const first = 1;"));
  });

  test("goes on at the end of a cell of 10,000 lines", async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `const value${i} = ${i};`).join("\n");
    const { id, page } = await notebook([{ name: "a.ts", text: lines }]);
    await writeAtEnd(page, "a.ts");
    await page.keyboard.press("Enter");
    await page.keyboard.type("done();");
    await saved(page);
    await poll(async () => assert.equal(await stored(id, "a.ts"), `${lines}\ndone();`));
  });
});
