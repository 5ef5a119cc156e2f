// The history as a person uses it: versions by burst, names, comparisons, restoring, and what others did.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { editor, focused, notebookFile, poll, saved, withApp } from "./harness.ts";

const app = withApp();

const versions = (page: Page) => page.getByRole("navigation", { name: "Versions" }).getByRole("button");

async function showHistory(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "History" }).click();
  await versions(page).first().waitFor();
}

async function codeOf(id: string, filename: string): Promise<string | undefined> {
  const { head } = await app.server.api<{ head: number }>("GET", `/api/workspaces/${id}/history`);
  const { cells } = await app.server.api<{ cells: Array<{ filename?: string; text: string }> }>("GET", `/api/workspaces/${id}/history/${head}`);
  return cells.find((c) => c.filename === filename)?.text;
}

const example = () => app.server.importNotebook(notebookFile("Notes", [{ text: "Some words." }, { name: "a.ts", text: "let a = 1;" }]));

test("a version is named, looked at, restored and the restoration taken back", async () => {
  const id = await example();
  const page = await app.page(`/n/${id}`);
  await editor(page, "a.ts").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" // first");
  await saved(page);
  await page.keyboard.press("Control+s");
  await page.getByText(/^Saved as “Version of /).waitFor();
  await page.keyboard.type(" // second");
  await saved(page);

  await showHistory(page);
  await page.getByRole("button", { name: "Named" }).click();
  await page.getByRole("button", { name: /^Version of / }).click();
  const dialog = page.getByRole("dialog", { name: /^Version: / });
  await dialog.getByRole("article", { name: "a.ts, edited" }).waitFor();
  await dialog.getByRole("button", { name: "Compared with now" }).click();
  await dialog.getByText("// second").first().waitFor();
  await dialog.getByRole("button", { name: "Inline" }).click();
  await dialog.getByText("// second").first().waitFor();
  await dialog.getByRole("button", { name: "Restore this version" }).click();
  await dialog.waitFor({ state: "hidden" });
  await poll(async () => assert.equal(await codeOf(id, "a.ts"), "let a = 1; // first"));
  await poll(async () => assert.match((await editor(page, "a.ts").textContent()) ?? "", /first$/));

  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await poll(async () => assert.equal(await codeOf(id, "a.ts"), "let a = 1; // first // second"));
});

test("one cell is brought back by keyboard alone, and the others stay", async () => {
  const id = await example();
  const page = await app.page(`/n/${id}`);
  await editor(page, "a.ts").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" // kept");
  await saved(page);
  await page.getByRole("region", { name: "Code cell a.ts" }).focus();
  await page.keyboard.press("d");
  await page.keyboard.press("d");
  await editor(page, "a.ts").waitFor({ state: "hidden" });
  await saved(page);

  await showHistory(page);
  await versions(page).first().focus();
  await page.keyboard.press("Enter");
  const card = page.getByRole("article", { name: "a.ts, removed" });
  await card.getByRole("button", { name: "Bring this cell back" }).press("Enter");
  await editor(page, "a.ts").waitFor();
  await poll(async () => assert.match((await editor(page, "a.ts").textContent()) ?? "", /^let a = 1;$/));
  await page.getByText("Some words.").first().waitFor();
});

test("a file that was changed on disk and here is compared, taken, and taken back", async () => {
  const id = await example();
  const page = await app.page(`/n/${id}`);
  const file = join(app.server.data, "data", "workspaces", id, "src", "a.ts");
  await poll(() => readFile(file));
  await writeFile(file, Buffer.from([0xff])); // no text: the notebook does not write over it
  const differs = page.getByRole("button", { name: "1 file differs" });
  await differs.waitFor();
  await editor(page, "a.ts").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" // here");
  await saved(page);
  await writeFile(file, "let a = 1; // there\n");
  const sides = `/api/workspaces/${id}/conflict?file=${encodeURIComponent("src/a.ts")}`;
  await poll(async () => assert.match((await app.server.api<{ disk: { text: string } }>("GET", sides)).disk.text, /there/));

  await differs.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Compare files that differ on disk" });
  const article = dialog.getByRole("article", { name: "src/a.ts" });
  await article.getByText("In this notebook").waitFor();
  await article.getByRole("textbox", { name: "a.ts, in this notebook" }).getByText("// here").waitFor();
  await article.getByRole("textbox", { name: "a.ts, in the file" }).getByText("// there").waitFor();
  await article.getByRole("button", { name: "Take the file’s" }).press("Enter");
  await dialog.waitFor({ state: "hidden" });
  await poll(async () => assert.notEqual(await focused(page), "BODY"));
  const undo = page.getByRole("status").filter({ hasText: "Took a.ts from the disk." }).getByRole("button", { name: "Undo" });
  await undo.focus(); // which keeps the message
  await editor(page, "a.ts").getByText("// there").waitFor();
  await differs.waitFor({ state: "hidden" });

  await undo.press("Enter");
  await poll(async () => assert.match(await readFile(file, "utf8"), /here/));
});

test("who comes back is told what changed meanwhile", async () => {
  const id = await example();
  const page = await app.page(`/n/${id}`);
  await page.waitForFunction((key) => localStorage.getItem(key) !== null, `srcbook.seen.${id}`);
  await page.goto(`${app.server.ready.url}/settings`);

  const other = await app.page("/");
  await other.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    await fetch("/api/session", { method: "PATCH", headers, body: JSON.stringify({ name: "Ada" }) });
  });
  await other.goto(`${app.server.ready.url}/n/${id}`);
  await editor(other, "a.ts").click();
  await other.keyboard.press("Control+End");
  await other.keyboard.type(" // theirs");
  await saved(other);

  await page.goto(`${app.server.ready.url}/n/${id}`);
  await page.getByText("Ada changed 1 cell since you were here").waitFor();
  await page.getByRole("button", { name: "Show changes" }).click();
  const dialog = page.getByRole("dialog", { name: "Version: since your last visit" });
  await dialog.getByText("// theirs").first().waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await page.getByText(/since you were here/).waitFor({ state: "detached" });
  assert.deepEqual(app.failures, []);
});
