import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { cell, editor, notebookFile, poll, saved, withApp } from "./harness.ts";

const app = withApp();

const greet = "/** Greets a person by name. */\nexport function greet(name: string, times = 1): string {\n  return `Hello, ${name}`.repeat(times);\n}";
const main = 'import { greet } from "./greet.ts";\n\nconsole.log(greet("Ada"));';

/** Opens a notebook with these files, and waits until their types are checked. */
async function open(...files: [name: string, text: string][]): Promise<Page> {
  const id = await app.server.importNotebook(notebookFile("Types", files.map(([name, text]) => ({ name, text }))));
  const page = await app.page(`/n/${id}`);
  await page.getByRole("contentinfo").getByRole("button", { name: "TypeScript", exact: true }).waitFor();
  await editor(page, files[0]![0]).waitFor();
  // Code help is loaded on demand.
  for (const [name] of files) await cell(page, name).locator(".cm-code-help").waitFor();
  return page;
}

/** Puts the caret before the first, or the nth, occurrence of a word. */
async function caretAt(page: Page, file: string, word: string, nth = 0) {
  await editor(page, file).click();
  const text = await textOf(page, file);
  let at = -1;
  for (let i = 0; i <= nth; i++) at = text.indexOf(word, at + 1);
  const before = text.slice(0, at).split("\n");
  await page.keyboard.press("ControlOrMeta+Home");
  for (let i = 1; i < before.length; i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  for (let i = 0; i <= before.at(-1)!.length; i++) await page.keyboard.press("ArrowRight");
}

/** The text of a file, without what is drawn beside it. */
const textOf = (page: Page, file: string) =>
  editor(page, file).evaluate((content) =>
    [...content.querySelectorAll(".cm-line")]
      .map((line) => {
        const copy = line.cloneNode(true) as Element;
        for (const drawn of copy.querySelectorAll(".cm-lens, .cm-inlay")) drawn.remove();
        return copy.textContent ?? "";
      })
      .join("\n"),
  );

const until = async (page: Page, file: string, text: string) =>
  poll(async () => assert.equal(await textOf(page, file), text));

/** What the caret is on: the file and the selected text. */
const selected = (page: Page) =>
  page.evaluate(() => `${document.activeElement?.getAttribute("aria-label")}: ${getSelection()}`);
const untilSelected = (page: Page, place: string) =>
  poll(async () => assert.equal(await selected(page), place));

/** Where a message at the end of a line stands: behind its text, up to the edge of the cell, and whether it is cut there. */
const lensPlace = (page: Page) =>
  page.locator(".cm-lens").evaluate((lens) => {
    const line = lens.closest(".cm-line");
    const text = document.createRange();
    if (line) text.selectNodeContents(line);
    text.setEndBefore(lens);
    const at = lens.getBoundingClientRect();
    const edge = lens.closest(".cm-content")?.getBoundingClientRect().right ?? 0;
    const words = lens.firstElementChild;
    return {
      behind: at.left >= text.getBoundingClientRect().right,
      inside: at.width > 0 && at.right <= edge + 1,
      cut: words !== null && words.scrollWidth > words.clientWidth,
    };
  });

test("an error appears while typing and goes away", async () => {
  const page = await open(["main.ts", "const count: number = 1;\nconsole.log(count);"]);
  await caretAt(page, "main.ts", ";");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type(' + "1"');
  await cell(page, "main.ts").getByRole("img", { name: "main.ts has 1 error" }).waitFor();
  await page.locator(".cm-lens").getByText(/not assignable to type 'number'/).waitFor();
  await poll(async () => assert.deepEqual(await lensPlace(page), { behind: true, inside: true, cut: false }));
  await page.setViewportSize({ width: 460, height: 900 });
  await poll(async () => assert.deepEqual(await lensPlace(page), { behind: true, inside: true, cut: true }));
  for (let i = 0; i < ' + "1"'.length; i++) await page.keyboard.press("Backspace");
  await poll(async () => assert.equal(await page.locator(".cm-finding-error").count(), 0));
  await cell(page, "main.ts").getByRole("img", { name: /error/ }).waitFor({ state: "detached" });
});

test("a completion brings its import from another cell, as one step to undo", async () => {
  const page = await open(["greet.ts", greet], ["main.ts", "const n = 1;\n"]);
  await editor(page, "main.ts").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("gree");
  await page.getByRole("option", { name: /^f?greet/ }).first().waitFor();
  await page.locator(".cm-completionInfo").getByText('Add import from "./greet.ts"').waitFor();
  await page.waitForTimeout(150); // CodeMirror takes Enter for a line break in the first 75 ms of a list
  await page.keyboard.press("Enter");
  await until(page, "main.ts", 'import { greet } from "./greet.ts";\n\nconst n = 1;\ngreet');
  await page.keyboard.type("(");
  await page.locator(".cm-signature b", { hasText: "name: string" }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Backspace");
  // How many steps the bracket takes depends on how fast it is typed; the completion goes with its import.
  await poll(async () => {
    await page.keyboard.press("ControlOrMeta+z");
    assert.doesNotMatch(await textOf(page, "main.ts"), /import|greet/);
  });
});

test("a resting pointer tells the type, and F12 goes to the definition in another cell", async () => {
  const page = await open(["greet.ts", greet], ["main.ts", main]);
  await cell(page, "main.ts").locator(".cm-line", { hasText: "console.log" }).getByText("greet", { exact: true }).last().hover();
  await page.locator(".cm-hover-card").getByText("Greets a person by name.").waitFor();
  await page.mouse.move(0, 0);
  await page.locator(".cm-hover-card").waitFor({ state: "detached" });
  await caretAt(page, "main.ts", "greet(");
  await page.keyboard.press("F12");
  await untilSelected(page, "Code of greet.ts: greet");
});

test("a definition of TypeScript's own library is shown to read", async () => {
  const page = await open(["main.ts", "console.log([1].map(String));"]);
  await caretAt(page, "main.ts", "map");
  await page.keyboard.press("F12");
  const file = page.getByRole("dialog", { name: "lib/lib.es5.d.ts" });
  await file.getByText("map", { exact: true }).first().waitFor();
  await page.keyboard.press("Escape");
  await untilSelected(page, "Code of main.ts: ");
});

test("references are listed, and chosen by keyboard", async () => {
  const page = await open(["greet.ts", greet], ["main.ts", main]);
  await caretAt(page, "greet.ts", "greet(");
  await page.keyboard.press("Shift+F12");
  await page.getByRole("dialog", { name: "References of greet" }).getByRole("button", { name: /console/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await untilSelected(page, "Code of main.ts: greet");
});

test("a symbol is renamed in all cells, and back by one undo", async () => {
  const page = await open(["greet.ts", greet], ["main.ts", main]);
  await caretAt(page, "greet.ts", "greet(");
  await page.keyboard.press("F2");
  await page.getByLabel("New name of greet").fill("salute");
  await page.keyboard.press("Enter");
  const renamed = { greet: greet.replace("greet", "salute"), main: main.replaceAll("greet ", "salute ").replace("greet(", "salute(") };
  await until(page, "greet.ts", renamed.greet);
  await until(page, "main.ts", renamed.main);
  await page.keyboard.press("ControlOrMeta+z");
  await until(page, "main.ts", main);
  await until(page, "greet.ts", greet);
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await until(page, "main.ts", renamed.main);
  await saved(page);
});

test("a quick fix adds an import, and unused imports are removed", async () => {
  const page = await open(["greet.ts", greet], ["main.ts", 'console.log(greet("Ada"));']);
  await caretAt(page, "main.ts", "greet(");
  await cell(page, "main.ts").locator(".cm-finding-error").waitFor();
  await page.keyboard.press("ControlOrMeta+.");
  await page.getByRole("menuitem", { name: /import/i }).first().waitFor();
  await page.keyboard.press("Enter");
  await until(page, "main.ts", main);
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.press("Shift+ControlOrMeta+ArrowLeft");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("import { nothing } from './greet.ts';\n");
  await page.keyboard.press("Alt+Shift+O");
  await poll(async () => assert.doesNotMatch(await textOf(page, "main.ts"), /nothing/));
});

test("a cell is formatted, as one step to undo", async () => {
  const page = await open(["main.ts", "const   a = {b:1}\nconsole.log( a )"]);
  await editor(page, "main.ts").click();
  await page.keyboard.press("Shift+Alt+F");
  await until(page, "main.ts", "const a = { b: 1 };\nconsole.log(a);");
  await page.keyboard.press("ControlOrMeta+z");
  await until(page, "main.ts", "const   a = {b:1}\nconsole.log( a )");
});

test("a mistake in tsconfig.json is found, and what it says takes effect", async () => {
  const page = await open(["main.ts", "export function twice(n) { return n * 2; }"]);
  const errors = cell(page, "main.ts").getByRole("img", { name: /error/ });
  await errors.waitFor();
  await page.getByRole("tab", { name: "Settings" }).click();
  const settings = page.getByRole("textbox", { name: "Code of tsconfig.json" });
  await settings.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText('{ "compilerOptions": { "strict": false, "target": "no" } }');
  await errors.waitFor({ state: "detached" });
  await page.locator("[data-editor='tsconfig.json'] .cm-finding-error").waitFor();
});

test("problems are gone through by keyboard", async () => {
  const page = await open(["one.ts", 'export const one: number = "1";'], ["two.ts", "\n\nmissing();"]);
  await cell(page, "two.ts").getByRole("img", { name: "two.ts has 1 error" }).waitFor();
  await editor(page, "one.ts").click();
  await page.keyboard.press("ControlOrMeta+Shift+M");
  const list = page.getByRole("navigation", { name: "Problems" });
  const row = list.getByRole("button", { name: /Cannot find name 'missing'/ });
  await row.waitFor();
  await poll(async () => assert.match(await page.evaluate(() => document.activeElement?.closest("nav")?.ariaLabel ?? ""), /Problems/));
  for (let i = 0; i < 6 && !(await row.evaluate((r) => r === document.activeElement)); i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await untilSelected(page, "Code of two.ts: missing");
  await page.keyboard.press("Shift+F8");
  await untilSelected(page, "Code of one.ts: one");
});

test("the language service is restarted by hand", async () => {
  const page = await open(["main.ts", "const n: number = '';"]);
  await page.getByRole("contentinfo").getByRole("button", { name: "TypeScript", exact: true }).click();
  await page.getByRole("button", { name: "Restart" }).click();
  await page.getByText(/Started again|once/).waitFor();
  await page.keyboard.press("Escape");
  await cell(page, "main.ts").getByRole("img", { name: "main.ts has 1 error" }).waitFor();
});

test("no page threw an error", () => {
  assert.deepEqual(app.failures, []);
});
