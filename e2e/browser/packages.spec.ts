import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { cell, notebookFile, output, poll, runCell, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

const panel = (page: Page) => page.getByRole("complementary", { name: "Panels" });

const INSTALL = 90_000; // milliseconds for an install over the network

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
      await runCell(page, "key.ts");
      await output(page, "key.ts").getByText("none").waitFor({ timeout: 2_000 });
    });
    const secrets = await app.tab(page, "/secrets");
    await secrets.getByRole("main").getByText("DEMO_KEY").first().waitFor();
    assert.ok(!(await secrets.content()).includes(value));
    await cell(page, "key.ts").waitFor();
  });
});
