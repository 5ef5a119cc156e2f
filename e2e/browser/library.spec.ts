import assert from "node:assert/strict";
import { createServer } from "node:http";
import { afterEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { notebookFile, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

const row = (page: Page, title: string) => page.getByRole("list", { name: "Notebooks" }).getByRole("listitem").filter({ has: page.getByRole("link", { name: title, exact: true }) });
const file = (title: string) => notebookFile(title, [{ text: `The story of ${title}.` }, { name: "a.ts", text: "1;" }]);

async function openImport(page: Page) {
  await page.getByRole("button", { name: /^import/i }).first().click();
  return page.getByRole("dialog", { name: /import/i });
}

describe("the library", () => {
  test("greets a newcomer with what to do first", async () => {
    const page = await app.page("/");
    await page.getByRole("main").getByRole("button", { name: /new notebook/i }).first().waitFor();
    await page.getByRole("main").getByText(/example/i).first().waitFor();
  });

  test("imports a chosen file", async () => {
    const page = await app.page("/");
    const dialog = await openImport(page);
    await dialog.locator('input[type="file"]').setInputFiles({ name: "chosen.src.md", mimeType: "text/markdown", buffer: Buffer.from(file("Chosen")) });
    await page.getByText("Chosen").first().waitFor();
  });

  test("imports a dropped file", async () => {
    const page = await app.page("/");
    await page.getByRole("main").waitFor();
    const transfer = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "dropped.src.md", { type: "text/markdown" }));
      return data;
    }, file("Dropped"));
    for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent("body", type, { dataTransfer: transfer });
    await page.getByText("Dropped").first().waitFor();
  });

  test("imports pasted text", async () => {
    const page = await app.page("/");
    const dialog = await openImport(page);
    await dialog.getByRole("textbox", { name: "Text" }).fill(file("Pasted"));
    await dialog.getByRole("button", { name: "Import" }).click();
    await page.getByText("Pasted").first().waitFor();
  });

  test("refuses an address inside this machine, with the reason", async () => {
    const server = createServer((_, response) => response.end(file("Fetched")));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    try {
      const address = server.address();
      assert.ok(address && typeof address === "object");
      const page = await app.page("/");
      const dialog = await openImport(page);
      await dialog.getByRole("textbox", { name: "Address" }).fill(`http://127.0.0.1:${address.port}/fetched.src.md`);
      await dialog.getByRole("button", { name: "Import" }).click();
      await dialog.getByText(/private|network/i).first().waitFor();
    } finally {
      server.close();
    }
  });

  test("lists every error of an invalid file and creates nothing", async () => {
    const page = await app.page("/");
    const dialog = await openImport(page);
    const broken = `<!-- srcbook:{"language":"typescript"} -->\n\n# One\n\n# Two\n\n###### ../evil.ts\n\n\`\`\`typescript\n1\n\`\`\`\n`;
    await dialog.locator('input[type="file"]').setInputFiles({ name: "broken.src.md", mimeType: "text/markdown", buffer: Buffer.from(broken) });
    await dialog.getByText(/line 5/i).first().waitFor();
    await dialog.getByText(/line 7/i).first().waitFor();
    const { items } = await app.server.api<{ items: Array<{ title: string }> }>("GET", "/api/workspaces");
    assert.ok(!items.some((w) => w.title === "One" || w.title === "Two"));
  });

  test("opens an example", async () => {
    const page = await app.page("/examples");
    await page.getByRole("main").getByRole("button", { name: /first steps/i }).first().click();
    await page.waitForURL(/\/n\//);
    await page.getByRole("region", { name: "Code cell hello.ts" }).waitFor();
  });

  test("searches prose and code", async () => {
    await app.server.importNotebook(notebookFile("Needle book", [{ text: "Somewhere hides a zanzibarian needle." }]));
    const page = await app.page("/");
    await page.getByRole("searchbox").fill("zanzibarian");
    await page.getByRole("main").getByText("Needle book").first().waitFor();
  });

  test("renames, duplicates, trashes and restores", async () => {
    await app.server.importNotebook(file("Movable"));
    const page = await app.page("/");
    await row(page, "Movable").getByRole("button", { name: "Actions for Movable" }).click();
    await page.getByRole("menuitem", { name: /duplicate/i }).click();
    await page.getByText("Movable (copy)").first().waitFor();
    await page.goto(app.server.ready.url);
    await row(page, "Movable").getByRole("button", { name: "Actions for Movable" }).click();
    await page.getByRole("menuitem", { name: /rename/i }).click();
    await page.getByRole("textbox", { name: /title/i }).fill("Moved");
    await page.keyboard.press("Enter");
    await row(page, "Moved").waitFor();
    await row(page, "Moved").getByRole("button", { name: "Actions for Moved" }).click();
    await page.getByRole("menuitem", { name: /trash/i }).click();
    await row(page, "Moved").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Trash" }).click();
    await page.getByRole("main").getByRole("button", { name: /^restore/i }).first().click();
    await page.getByRole("link", { name: /^All/ }).click();
    await row(page, "Moved").waitFor();
  });
});

test("a stranger is asked to sign in", async () => {
  const page = await app.page("/");
  await page.context().clearCookies();
  await page.goto(app.server.ready.url);
  await page.getByText(/sign in|token|link/i).first().waitFor();
});
