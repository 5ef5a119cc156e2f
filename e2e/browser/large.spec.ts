import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { cell, editor, focused, notebookFile, poll, saved, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

const PARTS = 150;

/** A notebook of 300 cells: text of one to four paragraphs, then code of one to nine lines, and so on. */
async function openLarge(title: string): Promise<Page> {
  const parts = Array.from({ length: PARTS }, (_, i) => [
    { text: `## Part ${i}\n\n${"Some words about it.\n\n".repeat(1 + (i % 4))}`.trimEnd() },
    { name: `part-${i}.ts`, text: Array.from({ length: 1 + (i % 9) }, (_, line) => `export const value${line} = ${i};`).join("\n") },
  ]);
  const id = await app.server.importNotebook(notebookFile(title, parts.flat()));
  const page = await app.page(`/n/${id}`);
  await editor(page, "part-0.ts").waitFor();
  return page;
}

const places = (page: Page) => page.getByRole("list", { name: "Cells" }).getByRole("listitem");
const scrollTo = (page: Page, top: number) => page.locator("[data-scroller]").evaluate((scroller, to) => scroller.scrollTo({ top: to }), top);
const isFocused = (page: Page, name: string) => poll(async () => assert.equal(await focused(page), name));

describe("a notebook of 300 cells", () => {
  test("keeps the cells near the view on the page, and says how many there are", async () => {
    const page = await openLarge("Near");
    const first = places(page).first();
    await poll(async () => assert.deepEqual([await first.getAttribute("aria-posinset"), await first.getAttribute("aria-setsize")], ["1", "300"]));
    await poll(async () => assert.ok((await places(page).count()) < 60));
    await scrollTo(page, 1e6);
    await editor(page, `part-${PARTS - 1}.ts`).waitFor();
    await cell(page, "part-0.ts").waitFor({ state: "detached" });
    await poll(async () => assert.equal(await places(page).last().getAttribute("aria-posinset"), "300"));
    await poll(async () => assert.ok((await places(page).count()) < 60));
  });

  test("keeps what is in view in its place while cells above it come and turn out higher or lower", async () => {
    const page = await openLarge("Still");
    await scrollTo(page, 20_000);
    const shift = await page.evaluate(async () => {
      const scroller = document.querySelector("[data-scroller]") as Element;
      for (let i = 0; i < 30; i++) await new Promise(requestAnimationFrame);
      const middle = document.elementFromPoint(600, 450)?.closest("[data-cell]") as Element;
      let worst = 0;
      for (let i = 0; i < 40; i++) {
        const before = middle.getBoundingClientRect().top;
        scroller.scrollBy({ top: -10 });
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        worst = Math.max(worst, Math.abs(middle.getBoundingClientRect().top - before - 10));
      }
      return worst;
    });
    assert.ok(shift <= 1, `what is in view jumped by ${shift} pixels`);
  });

  test("remembers the undo history of an editor that went out of view", async () => {
    const page = await openLarge("Undone");
    await editor(page, "part-0.ts").click();
    await page.keyboard.press("ControlOrMeta+End");
    await page.keyboard.type(" // later");
    await saved(page);
    await scrollTo(page, 1e6);
    await cell(page, `part-${PARTS - 1}.ts`).focus();
    await cell(page, "part-0.ts").waitFor({ state: "detached" });
    await scrollTo(page, 0);
    await editor(page, "part-0.ts").getByText("later").waitFor();
    await editor(page, "part-0.ts").click();
    await page.keyboard.press("ControlOrMeta+Z");
    await editor(page, "part-0.ts").getByText("later").waitFor({ state: "detached" });
    await saved(page);
  });

  test("keeps the selected cell and the keyboard when it is scrolled out of view", async () => {
    const page = await openLarge("Kept");
    await editor(page, "part-0.ts").click();
    await page.keyboard.press("ControlOrMeta+End");
    await scrollTo(page, 1e6);
    await editor(page, `part-${PARTS - 1}.ts`).waitFor();
    await isFocused(page, "Code of part-0.ts");
    await page.keyboard.type(" // far");
    await editor(page, "part-0.ts").getByText("far").waitFor();
    await saved(page);
  });

  test("goes to a place of the outline that is not on the page", async () => {
    const page = await openLarge("Outlined");
    await page.getByRole("tab", { name: "Outline" }).click();
    await page.getByRole("navigation", { name: "Outline" }).getByRole("button", { name: "Part 120", exact: true }).click();
    const heading = page.getByRole("heading", { name: /^Part 120/ });
    await poll(async () => {
      const top = (await heading.boundingBox())?.y ?? Number.NaN;
      assert.ok(top > 40 && top < 300, `the heading is at ${top}`);
    });
    await isFocused(page, "Text cell Part 120");
  });

  test("goes on from cell to cell while an arrow key is held", async () => {
    const page = await openLarge("Held");
    await cell(page, "part-0.ts").focus();
    for (let i = 0; i < 60; i++) await page.keyboard.down("ArrowDown"); // all but the first repeat
    await page.keyboard.up("ArrowDown");
    await isFocused(page, "Code cell part-30.ts");
  });
});

describe("find and replace", () => {
  const bar = (page: Page) => page.getByRole("search", { name: "Find in the notebook" });
  const field = (page: Page, name: string) => bar(page).getByRole("textbox", { name, exact: true });
  const says = (page: Page, text: string) => bar(page).getByRole("status").getByText(text, { exact: true }).waitFor();

  test("finds what is in cells that are not on the page, and leads there", async () => {
    const page = await openLarge("Found");
    await page.keyboard.press("ControlOrMeta+F");
    await field(page, "Find").fill("value8");
    await says(page, "1 of 16");
    await editor(page, "part-8.ts").locator(".cm-found-current").waitFor();
    await page.keyboard.press("Shift+Enter");
    await says(page, "16 of 16");
    await editor(page, "part-143.ts").locator(".cm-found-current").waitFor();
    await page.keyboard.press("Enter");
    await says(page, "1 of 16");
    await page.keyboard.press("Escape");
    await isFocused(page, "Code of part-8.ts");
    await page.locator(".cm-found").first().waitFor({ state: "detached" });
  });

  test("knows case, whole words and regular expressions, and says what is wrong with one", async () => {
    const page = await openLarge("Queried");
    await page.keyboard.press("ControlOrMeta+F");
    await field(page, "Find").fill("PART 1");
    await says(page, "1 of 61");
    await bar(page).getByRole("button", { name: "Whole words" }).click();
    await says(page, "1 of 1");
    await bar(page).getByRole("button", { name: "Match case" }).click();
    await says(page, "No match");
    await bar(page).getByRole("button", { name: "Whole words" }).click();
    await bar(page).getByRole("button", { name: "Regular expression" }).click();
    await field(page, "Find").fill("^## Part \\d{3}$");
    await says(page, "1 of 50");
    await field(page, "Find").fill("Part (");
    await says(page, "Unterminated group");
  });

  test("replaces everything at once, and one undo takes it back", async () => {
    const page = await openLarge("Replaced");
    await page.keyboard.press("ControlOrMeta+H");
    await bar(page).getByRole("button", { name: "Regular expression" }).click();
    await field(page, "Find").fill("value(\\d) = 149");
    await says(page, "1 of 6");
    await field(page, "Replace with").fill("item$1 = 149");
    await bar(page).getByRole("button", { name: "Replace", exact: true }).click();
    await says(page, "1 of 5");
    await bar(page).getByRole("button", { name: "Replace all" }).click();
    await page.getByText("Replaced 5 places in 1 cell").waitFor();
    await says(page, "No match");
    await editor(page, "part-149.ts").getByText("item5").waitFor();
    await page.keyboard.press("Escape");
    await isFocused(page, "Code cell part-149.ts");
    await page.keyboard.press("ControlOrMeta+Z");
    await editor(page, "part-149.ts").getByText("value5").waitFor();
    await editor(page, "part-149.ts").getByText("item0").waitFor();
    await page.keyboard.press("ControlOrMeta+Z");
    await editor(page, "part-149.ts").getByText("item0").waitFor({ state: "detached" });
    await saved(page);
  });
});
