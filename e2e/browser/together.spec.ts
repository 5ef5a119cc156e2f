// Two people in one notebook, each in a browser of their own.
import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { cell, editor, notebookFile, poll, saved, text, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

/** A page of somebody with a name, in a browser of their own. */
async function pageOf(name: string, path: string): Promise<Page> {
  const page = await app.page("/");
  const status = await page.evaluate(async (name) => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/session", { method: "PATCH", headers, body: JSON.stringify({ name }) })).status;
  }, name);
  assert.equal(status, 200);
  await page.goto(app.server.ready.url + path);
  await page.getByRole("button", { name: `${name} (you): change your name` }).waitFor();
  return page;
}

async function pair(cells: Array<{ name?: string; text: string }>): Promise<[Page, Page]> {
  const id = await app.server.importNotebook(notebookFile("Together", cells));
  return Promise.all([pageOf("Ada", `/n/${id}`), pageOf("Bob", `/n/${id}`)]);
}

const hasText = (page: Page, name: string, want: string) => poll(async () => assert.equal(await text(page, name), want));

describe("two people", () => {
  test("see who is here, and each other's carets", async () => {
    const [ada, bob] = await pair([{ name: "a.ts", text: "const a = 1;" }, { name: "b.ts", text: "const b = 2;" }]);
    await ada.getByRole("button", { name: "Follow Bob" }).waitFor();
    await bob.getByRole("button", { name: "Follow Ada" }).waitFor();
    await editor(ada, "a.ts").click();
    await ada.keyboard.press("Home");
    const caret = editor(bob, "a.ts").locator(".peer-caret");
    await caret.waitFor({ state: "attached" });
    await poll(async () => assert.equal(await caret.textContent(), "Ada"));
    await cell(bob, "a.ts").getByRole("img", { name: "Here too: Ada" }).waitFor();
    await ada.keyboard.press("Shift+End");
    await editor(bob, "a.ts").locator(".peer-selection", { hasText: "const" }).first().waitFor();
    await ada.close();
    await caret.waitFor({ state: "detached" });
    await bob.getByRole("status").filter({ hasText: "Ada left" }).waitFor({ state: "attached" });
  });

  test("take back their own edits only", async () => {
    const [ada, bob] = await pair([{ name: "a.ts", text: "one" }]);
    await editor(ada, "a.ts").click();
    await ada.keyboard.press("End");
    await ada.keyboard.type(" ada");
    await hasText(bob, "a.ts", "one ada");
    await editor(bob, "a.ts").click();
    await bob.keyboard.press("Home");
    await bob.keyboard.type("bob ");
    await hasText(ada, "a.ts", "bob one ada");
    await ada.keyboard.press("ControlOrMeta+z");
    await hasText(bob, "a.ts", "bob one");
    await bob.keyboard.press("ControlOrMeta+z");
    await hasText(ada, "a.ts", "one");
  });

  test("follow one another until they scroll", async () => {
    const long = Array.from({ length: 40 }, (_, i) => `line(${i});`).join("\n");
    const [ada, bob] = await pair(["a", "b", "c", "d"].map((n) => ({ name: `${n}.ts`, text: long })));
    await bob.getByRole("button", { name: "Follow Ada" }).click();
    await bob.getByText("Following Ada").waitFor();
    await ada.locator("[data-scroller]").evaluate((e) => e.scrollTo(0, 2_000));
    await bob.waitForFunction(() => (document.querySelector("[data-scroller]")?.scrollTop ?? 0) > 1_000);
    await bob.mouse.move(600, 400);
    await bob.mouse.wheel(0, -200);
    await bob.getByText("Following Ada").waitFor({ state: "detached" });
  });

  test("keep what one writes in a cell that the other deletes", async () => {
    const [ada, bob] = await pair([{ name: "a.ts", text: "kept" }, { name: "b.ts", text: "other" }]);
    await ada.getByRole("button", { name: "Follow Bob" }).waitFor();
    await ada.context().setOffline(true);
    await editor(ada, "a.ts").click();
    await ada.keyboard.press("End");
    await ada.keyboard.type(" late");
    await cell(bob, "a.ts").focus();
    await bob.keyboard.press("ControlOrMeta+Backspace");
    await cell(bob, "a.ts").waitFor({ state: "detached" });
    await saved(bob);
    await ada.context().setOffline(false);
    await cell(ada, "a.ts").waitFor({ state: "detached" });
    await bob.getByRole("button", { name: "More for this notebook" }).click();
    await bob.getByRole("menuitem", { name: "Deleted cells" }).click();
    const entry = bob.getByRole("listitem", { name: "a.ts" });
    await entry.getByText("kept late").waitFor();
    await entry.getByText("edited by Ada after it was deleted").waitFor();
    await entry.getByRole("button", { name: "Restore a.ts" }).click();
    await hasText(ada, "a.ts", "kept late");
    await hasText(bob, "a.ts", "kept late");
  });

  test("lose nothing while both are offline", async () => {
    const [ada, bob] = await pair([{ name: "a.ts", text: "middle" }]);
    await ada.getByRole("button", { name: "Follow Bob" }).waitFor();
    await Promise.all([ada, bob].map((page) => page.context().setOffline(true)));
    await editor(ada, "a.ts").click();
    await ada.keyboard.press("Home");
    await ada.keyboard.type("ada ");
    await editor(bob, "a.ts").click();
    await bob.keyboard.press("End");
    await bob.keyboard.type(" bob");
    await Promise.all([ada, bob].map((page) => page.context().setOffline(false)));
    await hasText(ada, "a.ts", "ada middle bob");
    await hasText(bob, "a.ts", "ada middle bob");
    await Promise.all([saved(ada), saved(bob)]);
  });
});
