import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, before, describe, test } from "node:test";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { cell, notebookFile, output, runCell, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

const file = notebookFile("Travelling", [
  { text: "A *story* in prose." },
  { name: "a.ts", text: "console.log('forty', 40 + 2);" },
]);

async function exported(page: Page, format: RegExp, outputs = false) {
  await page.getByRole("button", { name: "More for this notebook" }).click();
  await page.getByRole("menuitem", { name: "Export…" }).click();
  const dialog = page.getByRole("dialog", { name: "Export Travelling" });
  await dialog.getByRole("radio", { name: format }).check();
  if (outputs) await dialog.getByRole("switch", { name: "With outputs" }).click();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  const saved = await download;
  await dialog.waitFor({ state: "detached" });
  return { name: saved.suggestedFilename(), path: await saved.path() };
}

describe("the export", () => {
  let page: Page;

  before(async () => {
    page = await app.page(`/n/${await app.server.importNotebook(file)}`);
    await runCell(page, "a.ts");
    await output(page, "a.ts").getByText("forty 42").waitFor();
    await cell(page, "a.ts").getByLabel("Finished").waitFor();
  });

  test("as .src.md gives the file that was imported", async () => {
    const { name, path } = await exported(page, /Srcbook file/);
    assert.equal(name, "travelling.src.md");
    assert.equal(await readFile(path, "utf8"), file);
  });

  test("as .src.md can hold the outputs", async () => {
    const { path } = await exported(page, /Srcbook file/, true);
    assert.match(await readFile(path, "utf8"), /forty 42/);
  });

  test("as Markdown", async () => {
    const { name, path } = await exported(page, /^Markdown/, true);
    assert.equal(name, "travelling.md");
    const text = await readFile(path, "utf8");
    assert.match(text, /^# Travelling/m);
    assert.match(text, /A \*story\* in prose\./);
    assert.match(text, /forty 42/);
    assert.doesNotMatch(text, /srcbook:/);
  });

  test("as a Jupyter notebook", async () => {
    const { name, path } = await exported(page, /Jupyter/, true);
    assert.equal(name, "travelling.ipynb");
    const { nbformat, cells } = JSON.parse(await readFile(path, "utf8")) as { nbformat: number; cells: Array<{ cell_type: string; outputs?: unknown[] }> };
    assert.equal(nbformat, 4);
    const code = cells.findLast((one) => one.cell_type === "code");
    assert.match(JSON.stringify(code?.outputs), /forty 42/);
  });

  test("as a web page that shows the output from disk, without a script", async () => {
    const { name, path } = await exported(page, /Web page/);
    assert.equal(name, "travelling.html");
    assert.doesNotMatch(await readFile(path, "utf8"), /<script/i);
    const reader = await page.context().newPage();
    const asked: string[] = [];
    reader.on("request", (request) => asked.push(request.url()));
    const folder = await mkdtemp(join(tmpdir(), "srcbook-page-"));
    try {
      const copy = join(folder, name);
      await promisify(execFile)("cp", [path, copy]);
      await reader.goto(`file://${copy}`);
      await reader.getByText("forty 42").waitFor();
      await reader.getByRole("heading", { name: "Travelling" }).waitFor();
      assert.deepEqual(asked, [`file://${copy}`]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("as a folder in a zip", async () => {
    const { name, path } = await exported(page, /Folder/);
    assert.equal(name, "travelling.zip");
    const bytes = await readFile(path);
    assert.equal(bytes.subarray(0, 2).toString(), "PK");
    for (const entry of ["package.json", "src/a.ts"]) assert.ok(bytes.includes(entry), `${entry} is not in it`);
  });
});

test("an export that fails says why and can be tried again", async () => {
  const page = await app.page(`/n/${await app.server.importNotebook(file)}`);
  await cell(page, "a.ts").waitFor();
  await page.route("**/export?*", (route) => route.abort(), { times: 1 });
  await page.getByRole("button", { name: "More for this notebook" }).click();
  await page.getByRole("menuitem", { name: "Export…" }).click();
  const dialog = page.getByRole("dialog", { name: "Export Travelling" });
  await dialog.getByRole("button", { name: "Export" }).click();
  await dialog.getByRole("alert").getByText("The server does not answer").waitFor();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  assert.equal((await download).suggestedFilename(), "travelling.src.md");
});

const jupyter = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } },
  cells: [
    { cell_type: "markdown", id: "a", metadata: {}, source: ["# From Jupyter\n", "\n", "Some words."] },
    { cell_type: "code", id: "b", metadata: {}, execution_count: null, outputs: [], source: ["console.log('deno')"] },
  ],
});

describe("the import", () => {
  test("takes a Jupyter notebook and plain Markdown, and says what became of each", async () => {
    const page = await app.page("/");
    await page.getByRole("button", { name: "Import", exact: true }).first().click();
    const dialog = page.getByRole("dialog", { name: "Import notebooks" });
    await dialog.locator('input[type="file"]').setInputFiles([
      { name: "lab.ipynb", mimeType: "application/json", buffer: Buffer.from(jupyter) },
      { name: "readme.md", mimeType: "text/markdown", buffer: Buffer.from("# A readme\n\nWords.\n\n```ts\nconsole.log(1);\n```\n") },
      { name: "cat.png", mimeType: "image/png", buffer: Buffer.from([137, 80]) },
      { name: "bad.ipynb", mimeType: "application/json", buffer: Buffer.from("{") },
    ]);
    await dialog.getByText("2 imported, 2 failed").waitFor();
    await dialog.getByText("It is neither Markdown nor a Jupyter notebook.").waitFor();
    await dialog.getByRole("link", { name: "A readme" }).waitFor();
    await dialog.getByRole("link", { name: "From Jupyter" }).click();
    await page.getByText("Some words.").waitFor();
    await page.getByRole("region", { name: /^Code cell/ }).first().waitFor();
  });

  test("takes Jupyter's JSON that is pasted", async () => {
    const page = await app.page("/");
    await page.getByRole("main").waitFor();
    await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, jupyter.replace("From Jupyter", "Pasted from Jupyter"));
    await page.waitForURL(/\/n\//);
    await page.getByRole("button", { name: "Title" }).or(page.getByRole("heading", { name: "Pasted from Jupyter" })).first().waitFor();
  });
});
