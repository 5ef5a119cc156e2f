import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import { cell, editor, notebookFile, output, poll, runCell, saved, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

describe("output", () => {
  test("of 10 MB stays usable: the end is there, and search finds a line", async () => {
    const code = "const line = 'x'.repeat(90);\nlet block = '';\nfor (let i = 1; i <= 100_000; i++) {\n  block += i === 77_777 ? 'the needle\\n' : `${i} ${line}\\n`;\n  if (i % 1_000 === 0) { await new Promise((done) => process.stdout.write(block, done)); block = ''; }\n}";
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Flood", [{ name: "flood.ts", text: code }]))}`);
    await runCell(page, "flood.ts");
    await cell(page, "flood.ts").getByLabel("Finished").waitFor();
    await cell(page, "flood.ts").getByRole("button", { name: /^Show all [\d,]+ lines/ }).click();
    await cell(page, "flood.ts").getByRole("searchbox").fill("the needle");
    await cell(page, "flood.ts").getByText("1 of 1").waitFor();
    await output(page, "flood.ts").getByText("the needle").waitFor();
    const drawn = await output(page, "flood.ts").locator(".output-line").count();
    assert.ok(drawn < 200, `${drawn} lines are drawn`);
  });

  // The cell asks for a line after its first output, so that the search stands before the rest arrives.
  const lateOutput = async (rest: string) => {
    const code = `for (let i = 1; i <= 30; i++) console.log('hay', i);\nprocess.stdin.once('data', async () => {\n  ${rest}\n  process.stdin.unref();\n});`;
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Late", [{ name: "late.ts", text: code }]))}`);
    await runCell(page, "late.ts");
    await cell(page, "late.ts").getByRole("button", { name: "Show all 30 lines" }).click();
    await cell(page, "late.ts").getByRole("searchbox").fill("needle");
    await cell(page, "late.ts").getByText("No match").waitFor();
    await cell(page, "late.ts").getByRole("textbox", { name: "Input of late.ts" }).fill("go");
    await page.keyboard.press("Enter");
    await cell(page, "late.ts").getByLabel("Finished").waitFor();
    return page;
  };

  test("that arrives after the search began is searched, and the view stays at the first match", async () => {
    const page = await lateOutput("for (let i = 1; i <= 900; i++) console.log(i % 300 ? `hay ${i}` : `needle ${i}`);");
    await cell(page, "late.ts").getByText("1 of 3").waitFor();
    await output(page, "late.ts").getByText("needle 300").waitFor();
    await cell(page, "late.ts").getByRole("button", { name: "Next match" }).click();
    await output(page, "late.ts").getByText("needle 600").waitFor();
  });

  test("that begins anew for a viewer who fell behind is searched anew", async () => {
    const page = await lateOutput("console.log('the needle');\n  for (let i = 0; i < 120; i++) await new Promise((done) => process.stdout.write(`${'x'.repeat(99)}\\n`.repeat(1_000), done));");
    await cell(page, "late.ts").getByText("1 of 1").waitFor();
    await output(page, "late.ts").getByText("the needle").waitFor();
  });

  test("of several cells comes as its beginning, and as a whole when it is looked at", async () => {
    const lines = 20_000;
    const code = (n: number) => `process.stdout.write(Array.from({ length: ${lines} }, (_, i) => \`cell ${n} \${i} \${Math.random().toString(36).repeat(8)}\`).join('\\n'));`;
    const cells = Array.from({ length: 4 }, (_, n) => ({ name: `big${n}.ts`, text: code(n) }));
    const workspace = await app.server.importNotebook(notebookFile("Several", cells));
    const page = await app.page(`/n/${workspace}`);
    await page.getByRole("banner").getByRole("button", { name: "Run all" }).click();
    await poll(async () => {
      await page.locator("[data-scroller]").evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
      await cell(page, "big3.ts").getByLabel("Finished").waitFor({ timeout: 5_000 });
    });
    const fresh = await app.page("/");
    const network = await fresh.context().newCDPSession(fresh);
    let received = 0;
    network.on("Network.webSocketFrameReceived", ({ response }) => {
      received += response.payloadData.length;
    });
    await network.send("Network.enable");
    await fresh.goto(`${app.server.ready.url}/n/${workspace}`);
    const all = cell(fresh, "big0.ts").getByRole("button", { name: "Show all 20,000 lines" });
    await all.waitFor();
    await poll(async () => assert.ok(received > 4 * 64 * 1_024, `${received} bytes`));
    assert.ok(received < 500_000, `${received} bytes`);
    await all.click();
    await cell(fresh, "big0.ts").getByRole("searchbox").fill(`cell 0 ${lines - 1} `);
    await cell(fresh, "big0.ts").getByText("1 of 1").waitFor();
    assert.ok(received > 1_500_000, `${received} bytes`);
  });

  test("beyond the limit is left out, until the limit is raised and the cell run again", async (t) => {
    await app.server.api("PATCH", "/api/settings", { outputLimit: 1 });
    t.after(() => app.server.api("PATCH", "/api/settings", { outputLimit: 10 }));
    const code = "process.stdout.write(('x'.repeat(99) + '\\n').repeat(15_000));";
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Long", [{ name: "long.ts", text: code }]))}`);
    await runCell(page, "long.ts");
    const note = cell(page, "long.ts").getByRole("region", { name: "Limit of the output of long.ts" });
    await note.getByText("Up to 1 MB of a run are kept.").waitFor();
    await note.getByRole("button", { name: "Raise the limit to 2 MB" }).press("Enter");
    await note.getByText("Up to 2 MB of a run are kept now.").waitFor();
    await poll(async () => assert.equal((await app.server.api<{ outputLimit: number }>("GET", "/api/settings")).outputLimit, 2));
    await note.locator("button:focus", { hasText: "Run again" }).waitFor();
    await page.keyboard.press("Enter");
    await note.waitFor({ state: "hidden" });
    await cell(page, "long.ts").getByRole("button", { name: "Show all 15,000 lines" }).waitFor();
  });

  test("tells how each broken cell ended", async () => {
    const page = await app.page(
      `/n/${await app.server.importNotebook(
        notebookFile("Broken", [
          { name: "syntax.ts", text: "const = 1;" },
          { name: "exit.ts", text: "process.exit(3);" },
          { name: "spin.ts", text: "console.log('spinning');\nawait new Promise((done) => setTimeout(done, 20));\nfor (;;);" },
        ]),
      )}`,
    );
    await runCell(page, "syntax.ts");
    await cell(page, "syntax.ts").getByText(/line 1/).first().waitFor();
    await runCell(page, "exit.ts");
    await cell(page, "exit.ts").getByText(/exit code 3/).waitFor();
    await runCell(page, "spin.ts");
    await output(page, "spin.ts").getByText("spinning").waitFor();
    await cell(page, "spin.ts").getByRole("button", { name: "Stop spin.ts" }).click();
    await cell(page, "spin.ts").getByText(/stopped/).first().waitFor();
  });

  test("goes on while nobody looks", async () => {
    const code = "for (let i = 1; ; i++) {\n  console.log('step', i);\n  await new Promise((done) => setTimeout(done, 100));\n}";
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Away", [{ name: "steps.ts", text: code }]))}`);
    const address = page.url();
    await runCell(page, "steps.ts");
    await output(page, "steps.ts").getByText("step 1", { exact: true }).waitFor();
    const other = await app.tab(page, "/");
    await page.close();
    await other.goto(address);
    await output(other, "steps.ts").getByText("step 1", { exact: true }).waitFor();
    await cell(other, "steps.ts").getByText(/^running/).waitFor();
    await output(other, "steps.ts").getByText("step 12", { exact: true }).waitFor();
    await cell(other, "steps.ts").getByRole("button", { name: "Stop steps.ts" }).click();
  });
});

test("a notebook of 300 cells opens at its beginning and is edited at its end", async () => {
  const cells = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? { text: `## Part ${i}\n\nWords about part ${i}.` } : { name: `c${i}.ts`, text: `export const n${i} = ${i};\nconsole.log(n${i});` }));
  const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Three hundred", cells))}`);
  await editor(page, "c1.ts").waitFor();
  await page.locator("[data-scroller]").evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
  await poll(async () => {
    await page.locator("[data-scroller]").evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    await editor(page, "c299.ts").waitFor();
  });
  await editor(page, "c299.ts").click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.insertText("\nconsole.log('edited at the end');");
  await page.keyboard.press("ControlOrMeta+Enter");
  await output(page, "c299.ts").getByText("edited at the end").waitFor();
  await saved(page);
});
