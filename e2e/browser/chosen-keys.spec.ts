import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { cell, cellNames, editor, focused, notebookFile, output, poll, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

async function openNotebook(title: string): Promise<Page> {
  const id = await app.server.importNotebook(
    notebookFile(title, [{ name: "one.ts", text: "console.log('first');\nconsole.log('second');" }, { name: "two.ts", text: "2;" }]),
  );
  const page = await app.page(`/n/${id}`);
  await editor(page, "one.ts").waitFor();
  return page;
}

const text = (page: Page, name: string) => editor(page, name).locator(".cm-line").allInnerTexts();
const isFocused = (page: Page, name: string) => poll(async () => assert.equal(await focused(page), name));

test("a chosen key runs the cell in its editor, also after a reload, and the usual one no more", async () => {
  const page = await openNotebook("Chosen");
  const address = page.url();
  await page.goto(`${app.server.ready.url}/settings/keyboard`);
  await page.getByRole("searchbox", { name: "Search commands and keys" }).fill("cell.run ");
  await page.getByRole("button", { name: "Add a key to Run the selected cells", exact: true }).click();
  const recorder = page.getByRole("textbox", { name: "Key for Run the selected cells" });
  await recorder.press("F9");
  await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  await page.getByRole("button", { name: /^Remove (Ctrl\+|⌘ )↵ from Run the selected cells$/ }).click();
  await poll(async () => {
    const { keys } = await app.server.api<{ keys?: Record<string, string[]> }>("GET", "/api/settings");
    assert.deepEqual(keys, { "cell.run": ["F9"] });
  });
  await page.goto(address);
  await editor(page, "one.ts").click();
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.keyboard.press("F9");
  await output(page, "one.ts").getByText("second").waitFor();
  assert.equal((await text(page, "one.ts")).length, 2);
  await app.server.api("PATCH", "/api/settings", { usualKeys: ["cell.run"] });
});

test("Vim's keys edit, leave, undo and run", async () => {
  const page = await openNotebook("Modal");
  await page.evaluate(() => localStorage.setItem("srcbook.code-help", JSON.stringify({ vim: true })));
  await page.reload();
  await editor(page, "one.ts").click();
  const mode = (name: string) => page.getByRole("status", { name: "Mode of Vim" }).getByText(name, { exact: true }).waitFor();
  await mode("Normal");
  await page.keyboard.press("g");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.keyboard.press("d");
  await poll(async () => assert.deepEqual(await text(page, "one.ts"), ["console.log('second');"]));
  await page.keyboard.press("u");
  await poll(async () => assert.equal((await text(page, "one.ts")).length, 2));
  await page.keyboard.press("i");
  await mode("Insert");
  await page.keyboard.type("0;");
  await page.keyboard.press("Escape");
  await mode("Normal");
  await poll(async () => assert.match((await text(page, "one.ts"))[0] ?? "", /^0;/));
  await page.keyboard.press("ControlOrMeta+Enter");
  await output(page, "one.ts").getByText("second").waitFor();
  await page.keyboard.press("Escape");
  await isFocused(page, "Code cell one.ts");
  await cell(page, "two.ts").waitFor();
});

test("a cell of one line is dragged beyond the edge of the view, and Escape puts it back", async () => {
  const names = Array.from({ length: 16 }, (_, i) => `cell-${i + 10}.ts`);
  const id = await app.server.importNotebook(notebookFile("Dragged", names.map((name) => ({ name, text: "1;" }))));
  const page = await app.page(`/n/${id}`);
  await editor(page, "cell-10.ts").waitFor();
  const order = async () => {
    const file = await app.server.api<string>("GET", `/api/workspaces/${id}/export`);
    return [...file.matchAll(/^###### (cell-.*)$/gm)].map(([, name]) => name);
  };
  const hold = async (name: string) => {
    // What comes after the cells are there may still move them away from under the pointer.
    await poll(async () => {
      await page.mouse.up();
      await cell(page, name).hover({ position: { x: 200, y: 10 } });
      const box = await cell(page, name).getByTitle("Drag to reorder").boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      let moves = 0;
      await poll(async () => {
        await page.mouse.move(box.x + 20 + (++moves % 2), box.y + 10);
        assert.equal(await page.locator("html[data-dragging]").count(), 1);
      }, 3_000);
    });
  };
  const scroller = page.locator("[data-scroller]");
  const viewport = page.viewportSize();
  const edge = (viewport?.height ?? 0) - 40;
  await hold("cell-10.ts");
  let x = 300;
  await poll(async () => {
    await page.mouse.move(++x, edge);
    assert.ok(await scroller.evaluate((element) => element.scrollTop + element.clientHeight >= element.scrollHeight - 2));
  });
  await page.mouse.up();
  await poll(async () => assert.deepEqual(await order(), [...names.slice(1), "cell-10.ts"]));
  await cell(page, "cell-10.ts").waitFor();
  await hold("cell-25.ts");
  await poll(async () => {
    await page.mouse.move(++x, 200);
    assert.equal(await page.getByRole("status", { name: "Dragged cells" }).getByText(/^(before|after) /).count(), 1);
  });
  await page.keyboard.press("Escape");
  await page.getByText("cell-25.ts not moved").waitFor();
  await page.mouse.up();
  assert.deepEqual(await order(), [...names.slice(1), "cell-10.ts"]);
});

test("a finger drags a cell by its handle, which no other control lies over", async () => {
  const id = await app.server.importNotebook(notebookFile("Touched", ["one.ts", "two.ts", "three.ts"].map((name) => ({ name, text: "1;" }))));
  const page = await app.page(`/n/${id}`, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
  await editor(page, "one.ts").waitFor();
  const handle = cell(page, "one.ts").getByTitle("Drag to reorder");
  const middle = async (of: Locator) => {
    const box = await of.boundingBox();
    assert.ok(box);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  const touch = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", ...touchPoints: { x: number; y: number }[]) =>
    touch.send("Input.dispatchTouchEvent", { type, touchPoints });
  const order = ["two.ts", "three.ts", "one.ts"];
  const landing = page.getByRole("status", { name: "Dragged cells" });
  await poll(async () => {
    const from = await middle(handle);
    const end = (await middle(cell(page, "three.ts"))).y + 40;
    await send("touchStart", from);
    let moves = 0;
    try {
      await poll(async () => {
        moves++;
        await send("touchMove", { x: from.x + (moves % 2), y: Math.min(from.y + 8 * moves, end) });
        assert.equal(await landing.getByText("after three.ts").count(), 1);
      }, 5_000);
    } finally {
      await send("touchEnd");
    }
  });
  await poll(async () => assert.deepEqual(await cellNames(page), order));
  await page.getByText("one.ts moved after three.ts").waitFor();
  assert.deepEqual(await page.getByTitle("Drag to reorder").evaluateAll((handles) => handles.map((each) => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return [y + 1, y + height - 1].every((at) => each.contains(document.elementFromPoint(x + width / 2, at)));
  })), [true, true, true]);
});
