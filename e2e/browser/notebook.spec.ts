import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { cell, editor, notebookFile, output, poll, saved, text, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

async function openNotebook(file: string): Promise<Page> {
  const id = await app.server.importNotebook(file);
  return app.page(`/n/${id}`);
}

async function replaceCode(page: Page, name: string, code: string) {
  await editor(page, name).click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(code);
}

describe("a notebook", () => {
  test("is created, typed into and run", async () => {
    const page = await app.page("/");
    await page.getByRole("main").getByRole("button", { name: /^New notebook/ }).click();
    await page.waitForURL(/\/n\//);
    await replaceCode(page, "main.ts", "const answer: number = 6 * 7;\nconsole.log('The answer is', answer);");
    await page.keyboard.press("ControlOrMeta+Enter");
    await output(page, "main.ts").getByText("The answer is 42").waitFor();
    await saved(page);
    await page.reload();
    await output(page, "main.ts").getByText("The answer is 42").waitFor();
  });

  test("stops a cell that runs for ever", async () => {
    const page = await openNotebook(notebookFile("Endless", [{ name: "tick.ts", text: "console.log('ticking'); setInterval(() => {}, 1000);" }]));
    await cell(page, "tick.ts").getByRole("button", { name: "Run tick.ts" }).click();
    await output(page, "tick.ts").getByText("ticking").waitFor();
    await cell(page, "tick.ts").getByRole("button", { name: "Stop tick.ts" }).click();
    await cell(page, "tick.ts").getByText(/stopped/i).first().waitFor();
    await cell(page, "tick.ts").getByRole("button", { name: "Run tick.ts" }).waitFor();
  });

  test("answers a cell that asks for input", async () => {
    const code = "import { createInterface } from 'node:readline/promises';\nconst rl = createInterface({ input: process.stdin, output: process.stdout });\nconst name = await rl.question('Who? ');\nconsole.log(`Hello, ${name}`);\nrl.close();";
    const page = await openNotebook(notebookFile("Asking", [{ name: "ask.ts", text: code }]));
    await cell(page, "ask.ts").getByRole("button", { name: "Run ask.ts" }).click();
    const field = cell(page, "ask.ts").getByRole("textbox", { name: /input/i });
    await field.fill("Ada");
    await field.press("Enter");
    await output(page, "ask.ts").getByText("Hello, Ada").waitFor();
  });

  test("says in a sentence why a cell failed, and where", async () => {
    const page = await openNotebook(notebookFile("Failing", [{ name: "fail.ts", text: "const list: string[] = [];\n\nlist.at(0)!.trim();" }]));
    await cell(page, "fail.ts").getByRole("button", { name: "Run fail.ts" }).click();
    await cell(page, "fail.ts").getByText(/Cannot read properties of undefined/).first().waitFor();
    await cell(page, "fail.ts").getByText(/line 3/).first().waitFor();
  });

  test("runs all cells in order and stops at the first failure", async () => {
    const page = await openNotebook(
      notebookFile("In order", [
        { name: "a.ts", text: "console.log('first');" },
        { name: "b.ts", text: "throw new Error('second broke');" },
        { name: "c.ts", text: "console.log('third');" },
      ]),
    );
    await page.getByRole("banner").getByRole("button", { name: "Run all" }).click();
    await output(page, "a.ts").getByText("first").waitFor();
    await cell(page, "b.ts").getByText(/second broke/).first().waitFor();
    await cell(page, "c.ts").getByText(/not run|skipped/i).first().waitFor();
  });

  test("adds, moves, deletes and brings back cells", async () => {
    const page = await openNotebook(notebookFile("Structure", [{ name: "one.ts", text: "1;" }, { name: "two.ts", text: "2;" }]));
    const names = () => page.getByRole("region", { name: /^Code cell/ }).evaluateAll((cells) => cells.map((c) => c.getAttribute("aria-label")?.replace("Code cell ", "") ?? ""));
    await cell(page, "two.ts").waitFor();
    await cell(page, "one.ts").hover();
    await cell(page, "one.ts").getByRole("button", { name: "More for one.ts" }).click();
    await page.getByRole("menuitem", { name: /move down/i }).click();
    await poll(async () => assert.deepEqual(await names(), ["two.ts", "one.ts"]));
    await cell(page, "two.ts").hover();
    await cell(page, "two.ts").getByRole("button", { name: "More for two.ts" }).click();
    await page.getByRole("menuitem", { name: /delete/i }).click();
    await poll(async () => assert.deepEqual(await names(), ["one.ts"]));
    await page.getByRole("button", { name: "Undo" }).click();
    await poll(async () => assert.deepEqual(await names(), ["two.ts", "one.ts"]));
  });

  test("renames a file and the imports of it", async () => {
    const page = await openNotebook(
      notebookFile("Renaming", [
        { name: "old.ts", text: "export const word = 'kept';" },
        { name: "use.ts", text: "import { word } from './old.ts';\nconsole.log(word);" },
      ]),
    );
    await cell(page, "old.ts").getByRole("button", { name: /^File name: old\.ts/ }).click();
    const field = page.getByRole("textbox", { name: /file name/i });
    await field.fill("new.ts");
    await field.press("Enter");
    await cell(page, "new.ts").waitFor();
    await cell(page, "use.ts").getByText("'./new.ts'").waitFor();
    await cell(page, "use.ts").getByRole("button", { name: "Run use.ts" }).click();
    await output(page, "use.ts").getByText("kept").waitFor();
  });

  test("installs a package that an import misses", async () => {
    const page = await openNotebook(notebookFile("Missing", [{ name: "odd.ts", text: "import isOdd from 'is-odd';\nconsole.log(isOdd(3) ? 'odd' : 'even');" }]));
    await cell(page, "odd.ts").getByRole("button", { name: "Run odd.ts" }).click();
    await cell(page, "odd.ts").getByRole("button", { name: "Add is-odd" }).click();
    await page.getByRole("region", { name: "package.json" }).getByText(/1 package · up to date/).waitFor({ timeout: 180_000 });
    await cell(page, "odd.ts").getByRole("button", { name: "Run odd.ts" }).click();
    await output(page, "odd.ts").getByText("odd", { exact: true }).waitFor();
  });
});

describe("editing together", () => {
  test("two tabs follow each other", async () => {
    const page = await openNotebook(notebookFile("Shared", [{ name: "a.ts", text: "// start" }]));
    await editor(page, "a.ts").waitFor();
    const other = await app.tab(page, new URL(page.url()).pathname);
    await editor(other, "a.ts").click();
    await other.keyboard.press("ControlOrMeta+End");
    await other.keyboard.type("\n// from two");
    await editor(page, "a.ts").getByText("// from two").waitFor();
    await editor(page, "a.ts").click();
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type("// from one\n");
    await editor(other, "a.ts").getByText("// from one").waitFor();
    await poll(async () => assert.equal(await text(page, "a.ts"), await text(other, "a.ts")));
  });

  test("work done offline merges when the connection is back", async () => {
    const page = await openNotebook(notebookFile("Offline", [{ name: "a.ts", text: "// start" }]));
    await editor(page, "a.ts").waitFor();
    await saved(page);
    const other = await app.page(new URL(page.url()).pathname);
    await editor(other, "a.ts").waitFor();
    await page.context().setOffline(true);
    await editor(page, "a.ts").click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type("\n// written offline");
    await page.getByRole("contentinfo").getByRole("button", { name: /offline|reconnecting|kept/i }).first().waitFor();
    await editor(other, "a.ts").click();
    await other.keyboard.press("ControlOrMeta+Home");
    await other.keyboard.type("// meanwhile\n");
    await saved(other);
    await page.context().setOffline(false);
    await editor(other, "a.ts").getByText("// written offline").waitFor();
    await editor(page, "a.ts").getByText("// meanwhile").waitFor();
    await poll(async () => assert.equal(await text(page, "a.ts"), await text(other, "a.ts")));
  });

  test("an open page outlives a restart and a kill of the server", async () => {
    const page = await openNotebook(notebookFile("Restarted", [{ name: "a.ts", text: "console.log('alive');" }]));
    await editor(page, "a.ts").click();
    await page.keyboard.press("ControlOrMeta+End");
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      await page.keyboard.type(`\n// before ${signal}`);
      await saved(page);
      await app.server.stop(signal);
      await page.keyboard.type(`\n// during ${signal}`);
      await app.server.start();
      await saved(page);
      await poll(async () => {
        const id = new URL(page.url()).pathname.split("/")[2] ?? "";
        const file = await app.server.api<string>("GET", `/api/workspaces/${id}/export`);
        assert.ok(file.includes(`// before ${signal}`) && file.includes(`// during ${signal}`));
      });
    }
    await page.keyboard.press("ControlOrMeta+Enter");
    await output(page, "a.ts").getByText("alive").waitFor();
  });
});
