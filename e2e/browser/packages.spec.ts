import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { cell, editor, focused, notebookFile, output, poll, runCell, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

const panel = (page: Page) => page.getByRole("complementary", { name: "Panels" });

const INSTALL = 180_000; // milliseconds for an install over the network

describe("packages", () => {
  test("are found by their exact name, added, used and removed", async () => {
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Add", [{ name: "odd.ts", text: "import isOdd from 'is-odd';\nconsole.log(isOdd(3) ? 'odd' : 'even');" }]))}`);
    await page.getByRole("button", { name: "Stop odd.ts" }).or(page.getByRole("button", { name: "Run odd.ts" })).waitFor();
    await panel(page).getByRole("combobox", { name: "Add a package" }).fill("is-odd");
    await panel(page).getByRole("option").first().getByText("is-odd", { exact: true }).waitFor({ timeout: INSTALL });
    await page.keyboard.press("Enter");
    await panel(page).getByText(/1 package · up to date/).waitFor({ timeout: INSTALL });
    await runCell(page, "odd.ts");
    await output(page, "odd.ts").getByText("odd", { exact: true }).waitFor();
    await panel(page).getByRole("button", { name: "Remove is-odd" }).focus();
    await page.keyboard.press("Enter");
    await panel(page).getByText("No packages yet").waitFor({ timeout: INSTALL });
    await panel(page).getByText("1 import has no package").waitFor();
  });

  test("an install is cancelled, and can be begun again", async () => {
    await app.server.api("PATCH", "/api/settings", { autoInstall: false });
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Cancel", [{ name: "a.ts", text: "1;" }], { typescript: "5.9.2", vite: "7.0.0" }))}`);
    const cancel = panel(page).getByRole("button", { name: "Cancel" });
    await panel(page).getByRole("button", { name: "Install" }).click();
    await cancel.click();
    await cancel.waitFor({ state: "detached" });
    await panel(page).getByRole("button", { name: "Install" }).waitFor();
  });
});

describe("what packages bring", () => {
  test("versions that do not fit each other are told and settled, newer ones are offered", async () => {
    await app.server.api("PATCH", "/api/settings", { autoInstall: true });
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Peers", [{ name: "a.ts", text: "1;" }], { react: "19.0.0", "use-sync-external-store": "1.2.0" }))}`);
    const conflict = panel(page).getByRole("region", { name: "Packages that do not fit each other" });
    await conflict.getByText("use-sync-external-store 1.2.0 works with react ^16.8.0 || ^17.0.0 || ^18.0.0, but 19.0.0 is installed.").waitFor({ timeout: INSTALL });
    await conflict.getByRole("button", { name: /^Use react/ }).click();
    await panel(page).getByText(/2 packages · up to date/).waitFor({ timeout: INSTALL });
    await conflict.waitFor({ state: "detached" });
    await panel(page).getByRole("button", { name: /: update react$/ }).waitFor({ timeout: INSTALL });
  });

  test("an install script runs when it is allowed, and only then", async () => {
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Scripts", [{ name: "a.ts", text: "1;" }], { "es5-ext": "0.10.64" }))}`);
    const scripts = panel(page).getByRole("region", { name: "Install scripts" });
    await scripts.getByText("It was not run. Most packages work without it.").waitFor({ timeout: INSTALL });
    await panel(page).getByText(/1 package · up to date/).waitFor({ timeout: INSTALL });
    await scripts.getByRole("button", { name: /^Allow its install script ?: es5-ext$/ }).press("Enter");
    await scripts.getByText("script allowed").waitFor({ timeout: INSTALL });
    await poll(async () => assert.match(await page.evaluate(() => document.activeElement?.textContent ?? ""), /es5-ext$/));
    await panel(page).getByText(/1 package · up to date/).waitFor({ timeout: INSTALL });
    await panel(page).getByRole("button", { name: "Show the log" }).click();
    await panel(page).getByText("Running install scripts of es5-ext").waitFor();
    await page.reload();
    await scripts.getByText("script allowed").waitFor();
    await scripts.getByRole("button", { name: /^Forbid ?: es5-ext$/ }).click();
    await scripts.getByText("script allowed").waitFor({ state: "detached" });
  });
});

describe("the panel and the keyboard", () => {
  test("its shortcut is shown, Escape goes back to the cell, and closing it loses nothing", async () => {
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Keys", [{ name: "a.ts", text: "1;" }]))}`);
    const search = panel(page).getByRole("combobox", { name: "Add a package" });
    await panel(page).getByText("Ctrl+I").waitFor();
    await editor(page, "a.ts").click();
    await page.keyboard.press("Control+i");
    await poll(async () => assert.equal(await search.evaluate((e) => e === document.activeElement), true));
    await page.keyboard.type("x");
    await page.keyboard.press("Escape");
    await poll(async () => assert.equal(await search.inputValue(), ""));
    await page.keyboard.press("Escape");
    await poll(async () => assert.equal(await focused(page), "Code of a.ts"));
    await page.keyboard.press("Control+i");
    await poll(async () => assert.equal(await search.evaluate((e) => e === document.activeElement), true));
    await page.keyboard.press("Control+Alt+b");
    await panel(page).waitFor({ state: "detached" });
    await poll(async () => assert.equal(await focused(page), "Code of a.ts"));
  });
});

describe("secrets", () => {
  const value = "s3cr3t-value-that-nobody-sees";

  test("are added from the panel; the cell sees the value, no page shows it", async () => {
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Secret", [{ name: "key.ts", text: "console.log(process.env.DEMO_KEY ? `of length ${process.env.DEMO_KEY.length}` : 'none');" }]))}`);
    await runCell(page, "key.ts");
    await output(page, "key.ts").getByText("none").waitFor();
    await panel(page).getByRole("tab", { name: "Secrets" }).click();
    await panel(page).getByRole("textbox", { name: "New secret" }).fill("DEMO_KEY");
    await panel(page).getByLabel("Value", { exact: true }).fill(value);
    await panel(page).getByRole("button", { name: "Add and allow here" }).click();
    await poll(async () => assert.equal(await panel(page).getByRole("switch", { name: "DEMO_KEY" }).isChecked(), true));
    await runCell(page, "key.ts");
    await output(page, "key.ts").getByText(`of length ${value.length}`).waitFor();
    assert.ok(!(await page.content()).includes(value));
    await panel(page).getByRole("switch", { name: "DEMO_KEY" }).click();
    await poll(async () => {
      const { secrets } = await app.server.api<{ secrets: Array<{ granted: string[] }> }>("GET", "/api/secrets");
      assert.deepEqual(secrets.flatMap((secret) => secret.granted), []);
    });
    await runCell(page, "key.ts");
    await output(page, "key.ts").getByText("none").waitFor();
    const secrets = await app.tab(page, "/secrets");
    await secrets.getByRole("main").getByText("DEMO_KEY").first().waitFor();
    assert.ok(!(await secrets.content()).includes(value));
    await cell(page, "key.ts").waitFor();
  });
});
