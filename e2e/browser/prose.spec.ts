import assert from "node:assert/strict";
import { afterEach, describe, test } from "node:test";
import type { Page } from "playwright-core";
import { cell, notebookFile, output, poll, runCell, saved, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

const diagram = "```mermaid\nflowchart LR\n  request --> bucket{a token left?}\n  bucket -- yes --> served\n  bucket -- no --> refused\n```";

async function openProse(text: string, options = {}): Promise<Page> {
  return app.page(`/n/${await app.server.importNotebook(notebookFile("Prose", [{ text }]))}`, options);
}

describe("prose", () => {
  test("is edited in place and shows Mermaid and KaTeX", async () => {
    const page = await openProse("Once upon a time.");
    await page.getByText("Once upon a time.").last().dblclick();
    await page.getByRole("textbox", { name: "Markdown" }).waitFor();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText(`The **sum** is $a^2 + b^2$.\n\n${diagram}\n`);
    await page.keyboard.press("Escape");
    const prose = page.locator(".prose");
    await prose.locator("strong", { hasText: "sum" }).waitFor();
    await prose.locator(".katex").waitFor();
    await prose.locator("svg").getByText("served").waitFor();
    await saved(page);
    await page.reload();
    await prose.locator("svg").getByText("refused").waitFor();
  });

  for (const reducedMotion of ["no-preference", "reduce"] as const) {
    test(`a diagram is drawn whole with motion: ${reducedMotion}`, async () => {
      const page = await openProse(diagram, { reducedMotion });
      const svg = page.locator(".prose svg");
      await svg.getByText("refused").waitFor();
      const outside = () => svg.evaluate((drawing) => {
        const frame = drawing.getBoundingClientRect();
        const slack = 1;
        return [...drawing.querySelectorAll("g.node")].filter((node) => {
          const box = node.getBoundingClientRect();
          return box.left < frame.left - slack || box.top < frame.top - slack || box.right > frame.right + slack || box.bottom > frame.bottom + slack;
        }).length;
      });
      await poll(async () => assert.equal(await outside(), 0));
    });
  }

  test("a diagram with a mistake says so and shows its source", async () => {
    const page = await openProse("```mermaid\nflowchart LR\n  a --> --> b\n```");
    await page.getByText(/The diagram cannot be drawn/).waitFor();
    await page.locator(".prose pre", { hasText: "a --> --> b" }).waitFor();
  });
});

describe("nothing that a notebook holds is executed by the page", () => {
  const attack = "window.attacked=(window.attacked??0)+1";
  const vectors = [
    `<img src=x onerror="${attack}">`,
    `<script>${attack}</script>`,
    `<svg onload="${attack}"><script>${attack}</script><animate onbegin="${attack}" attributeName=x dur=1s /></svg>`,
    `<svg><foreignObject><iframe srcdoc="<script>parent.${attack}</script>"></iframe></foreignObject></svg>`,
    `<a href="javascript:${attack}">plain</a>`,
    `[markdown](javascript:${attack})`,
    `[spaced](java\tscript:${attack})`,
    `<details open ontoggle="${attack}"><summary>s</summary></details>`,
    `<math><mtext></mtext><mglyph><style><img src=x onerror="${attack}"></style></mglyph></math>`,
    `<form action="javascript:${attack}"><button>b</button></form>`,
    `<iframe src="javascript:parent.${attack}"></iframe>`,
    `<input autofocus onfocus="${attack}">`,
    `<div style="position:fixed;inset:0;background:url(javascript:${attack})">cover</div>`,
    `$\\href{javascript:${attack}}{x}$`,
    `$\\htmlData{x=1}{x}$`,
    `\`\`\`mermaid\nflowchart LR\n  a["<img src=x onerror='${attack}'>"] --> b\n  click a "javascript:${attack}"\n\`\`\``,
  ];

  async function isUnharmed(page: Page) {
    for (const link of await page.locator("main a[href]").all()) {
      const href = (await link.getAttribute("href")) ?? "";
      assert.match(href, /^(https?:|mailto:|#|\/)/i, `a link leads to ${href}`);
    }
    assert.equal(await page.evaluate(() => "attacked" in window), false);
  }

  test("prose", async () => {
    const page = await openProse(vectors.join("\n\n"));
    await page.locator(".prose").getByText("plain").waitFor();
    await page.locator(".prose svg").first().waitFor();
    await page.locator(".prose").getByText("plain").click();
    assert.equal(await page.locator(".prose").locator("script, iframe, form, foreignObject iframe, [style*=fixed]").count(), 0);
    await isUnharmed(page);
  });

  test("titles, in every place that shows them", async () => {
    const title = `<img src=x onerror="${attack}"> <script>${attack}</script>`;
    const { id } = await app.server.api<{ id: string }>("POST", "/api/workspaces", { title, language: "typescript" });
    const page = await app.page(`/n/${id}`);
    await page.getByRole("heading", { name: /onerror/ }).waitFor();
    await isUnharmed(page);
    await page.goto(app.server.ready.url);
    await page.getByRole("link", { name: /onerror/ }).first().waitFor();
    await page.getByRole("searchbox").fill("onerror");
    await page.getByRole("main").getByText(/onerror/).first().waitFor();
    await page.keyboard.press("ControlOrMeta+K");
    await page.getByPlaceholder(/find a command/i).fill("onerror");
    await page.getByRole("option", { name: /onerror/ }).first().waitFor();
    await isUnharmed(page);
  });

  test("output, errors and file names", async () => {
    const code = `console.log('<img src=x onerror="${attack}">');\nconsole.log('\\x1b]8;;javascript:${attack}\\x07link\\x1b]8;;\\x07');\nthrow new Error('<svg onload="${attack}">');`;
    const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Output", [{ name: "a.ts", text: code }]))}`);
    await runCell(page, "a.ts");
    await output(page, "a.ts").getByText(/onerror/).waitFor();
    await cell(page, "a.ts").getByText(/svg onload/).first().waitFor();
    await cell(page, "a.ts").getByRole("button", { name: /^File name/ }).click();
    await page.getByRole("textbox", { name: /file name/i }).fill(`<img src=x onerror=${attack}>.ts`);
    await page.keyboard.press("Enter");
    await poll(async () => assert.notEqual(await page.getByRole("alert").count(), 0));
    await isUnharmed(page);
  });
});
