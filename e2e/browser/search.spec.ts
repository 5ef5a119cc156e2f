import assert from "node:assert/strict";
import { afterEach, before, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { cell, focused, notebookFile, poll, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

const field = (page: Page) => page.getByRole("searchbox", { name: "Search all notebooks" });
const results = (page: Page) => page.getByRole("list", { name: "Results" });

async function openPalette(page: Page) {
  await page.getByRole("button", { name: "Commands" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").waitFor(); // not the one of the packages panel
}

/** A notebook that is so long that its last cell is not in view at first. */
const long = notebookFile("Rate limits", [
  ...Array.from({ length: 30 }, (_, i) => ({ name: `step-${i}.ts`, text: `${"// one of many\n".repeat(6)}export const step${i} = ${i};` })),
  { name: "bucket.ts", text: "export function refillTokenBucket(perSecond: number) {\n  return perSecond;\n}" },
]);

const script = `<!-- srcbook:{"language":"javascript"} -->\n\n# Gardening\n\n###### package.json\n\n\`\`\`json\n{"type":"module","dependencies":{"left-pad":"1.3.0"}}\n\`\`\`\n\nA bucket of water for the tomatoes.\n`;

describe("search everywhere", () => {
  let limits = "";
  before(async () => {
    limits = await app.server.importNotebook(long);
    await app.server.importNotebook(script);
    await poll(async () => {
      const { hits } = await app.server.api<{ hits: unknown[] }>("GET", "/api/search?q=bucket");
      if (hits.length < 2) throw new Error("the index does not have them yet");
    });
  });

  describe("the palette", () => {
    test("finds a part of a name and opens the notebook at the cell", async () => {
      const page = await app.page("/");
      await openPalette(page);
      await page.getByRole("dialog").getByRole("combobox").fill("TokenBuck");
      const found = page.getByRole("option", { name: /refillTokenBucket.*bucket\.ts/ });
      await found.locator("mark").first().waitFor();
      await poll(async () => assert.match((await found.locator("mark").allTextContents()).join(""), /^TokenBuck/));
      await found.and(page.locator("[aria-selected=true]")).waitFor();
      await page.keyboard.press("Enter");
      await page.waitForURL(new RegExp(`/n/${limits}#`));
      await cell(page, "bucket.ts").waitFor();
      await poll(async () => assert.equal(await focused(page), "Code cell bucket.ts"));
      await poll(async () => {
        const { y = -1 } = (await cell(page, "bucket.ts").boundingBox()) ?? {};
        assert.ok(y > 0 && y < 900, `the cell is at ${y}`);
      });
    });

    test("leads to all results", async () => {
      const page = await app.page("/");
      await openPalette(page);
      await page.getByRole("dialog").getByRole("combobox").fill("bucket");
      await page.getByRole("option", { name: "See all results for “bucket”" }).click();
      await page.waitForURL(/\/search\?q=bucket/);
      await results(page).getByRole("link", { name: "Rate limits" }).waitFor();
      await results(page).getByRole("link", { name: "Gardening" }).waitFor();
    });

    test("finds the names in the code of the open notebook after @", async () => {
      const page = await app.page(`/n/${limits}`);
      await cell(page, "step-0.ts").waitFor();
      await openPalette(page);
      await page.getByRole("dialog").getByRole("combobox").fill("@refill");
      const named = page.getByRole("option", { name: /refillTokenBucket\s*function\s*bucket\.ts/ });
      await named.and(page.locator("[aria-selected=true]")).waitFor();
      await page.keyboard.press("Enter");
      await poll(async () => assert.equal(await page.evaluate(() => getSelection()?.toString()), "refillTokenBucket"));
    });
  });

  describe("the page of the search", () => {
    test("narrows by filters, which stand in the query and in the address", async () => {
      const page = await app.page("/search?q=bucket");
      await results(page).getByRole("link", { name: "Gardening" }).waitFor();
      await page.getByRole("button", { name: "Language", exact: true }).click();
      await page.getByRole("menuitemcheckbox", { name: "TypeScript" }).click();
      await results(page).getByRole("link", { name: "Gardening" }).waitFor({ state: "detached" });
      await results(page).getByRole("link", { name: "Rate limits" }).waitFor();
      await poll(async () => assert.equal(await field(page).inputValue(), "bucket language:typescript"));
      await page.waitForURL((url) => url.searchParams.get("q") === "bucket language:typescript");
      await page.getByRole("button", { name: "Remove the filter Language" }).click();
      await results(page).getByRole("link", { name: "Gardening" }).waitFor();
      await page.getByRole("button", { name: "Package", exact: true }).click();
      await page.getByRole("dialog", { name: "Package" }).getByRole("textbox").fill("left-pad");
      await results(page).getByRole("link", { name: "Rate limits" }).waitFor({ state: "detached" });
      await page.getByText("1 place in 1 notebook").waitFor();
    });

    test("is walked through with the keyboard", async () => {
      const page = await app.page("/search");
      await field(page).fill("refill bucket");
      await results(page).getByRole("link").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(new RegExp(`/n/${limits}#`));
      await page.goBack();
      await results(page).getByRole("link").first().waitFor();
      await poll(async () => assert.equal(await field(page).inputValue(), "refill bucket"));
    });

    test("says what helps when there is nothing", async () => {
      const page = await app.page("/search?q=zebra+language%3Ajavascript");
      await page.getByRole("heading", { name: "Nothing found for “zebra language:javascript”" }).waitFor();
      await page.getByRole("button", { name: "Search without the filters" }).click();
      await page.getByRole("heading", { name: "Nothing found for “zebra”" }).waitFor();
      await page.getByText("notebooks that use a package").waitFor();
    });
  });
});
