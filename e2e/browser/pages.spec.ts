import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { afterEach, before, describe, test } from "node:test";
import type { AxeResults } from "axe-core";
import type { Locator, Page } from "playwright-core";
import { cell, editor, notebookFile, output, poll, runCell, saved, withApp } from "./harness.ts";

const app = withApp();

afterEach(() => assert.deepEqual(app.failures.splice(0), []));

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

type Axe = { run(options: object): Promise<AxeResults> };

/** An editor's scroller needs no focus of its own: moving the caret scrolls it. */
const caretScrolls = /^scrollable-region-focusable: .*cm-scroller/;

/** The rules of WCAG 2.2 at levels A and AA, and the order of headings. */
const all = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  rules: { "heading-order": { enabled: true }, "page-has-heading-one": { enabled: true } },
};

/** Those that another theme can break. */
const ofColours = { runOnly: ["color-contrast", "link-in-text-block"] };

/** What breaks the rules, as "rule: element". */
async function violations(page: Page, rules: object): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const { violations: found } = await page.evaluate(
    (options) => (window as unknown as { axe: Axe }).axe.run(options),
    { ...rules, resultTypes: ["violations"] },
  );
  return found
    .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.html.slice(0, 160)}`))
    .filter((violation) => !caretScrolls.test(violation));
}

/** A page may be under way for a moment: colours change over, a status arrives. */
const accessible = (page: Page, part: string, rules: object = all) =>
  poll(async () => assert.deepEqual(await violations(page, rules), [], part));

const lively = notebookFile("Lively", [
  { text: "## A heading\n\nWith [a link](https://example.com), $x^2$ and\n\n| a | b |\n|---|---|\n| 1 | 2 |" },
  { name: "ok.ts", text: "// A comment, and a line that is warned of.\nconsole.log('\\x1b[33mfine\\x1b[0m');\nconsole.error('a warning');" },
  { name: "bad.ts", text: "import { none } from './ok.ts';\nthrow new Error('broken');" },
  { name: "stale.ts", text: "console.log('of before');" },
  { name: "long.ts", text: "for (let i = 0; i < 60; i++) console.log(i);" },
  { name: "tty.ts", text: "console.log('in a terminal');" },
]);
const unreadable = `<!-- srcbook:{"language":"typescript"} -->\n\n# One\n\n# Two\n`;

/** A page that is looked at, or what is done there before it is looked at again. */
type Screen = {
  name: string;
  path?: string;
  show?: (page: Page) => Promise<unknown>;
  /** Looked at in one theme: it has the colours of the others, and takes long. */
  once?: true;
};

const listed: Screen[] = [
  { name: "library", path: "/" },
  { name: "menu of a row", show: (page) => open(page, page.getByRole("button", { name: /^Actions for/ }).first(), "menu") },
  { name: "import", show: (page) => open(page, page.getByRole("button", { name: "Import" }), "dialog") },
  {
    name: "import that failed",
    show: async (page) => {
      const file = { name: "unreadable.src.md", mimeType: "text/markdown", buffer: Buffer.from(unreadable) };
      await page.getByRole("dialog").locator('input[type="file"]').setInputFiles(file);
      await page.getByRole("dialog").getByText(/was not imported/).waitFor();
    },
  },
  { name: "search", path: "/search?q=warned", show: (page) => page.locator("mark").first().waitFor() },
  ...["/recent", "/examples", "/trash", "/settings", "/secrets", "/nowhere"].map((path) => ({ name: path, path })),
  { name: "keyboard settings", path: "/settings/keyboard", once: true },
  { name: "errors", path: "/help/errors", once: true },
];

const inNotebook = (id: string): Screen[] => [
  {
    name: "notebook with results",
    path: `/n/${id}`,
    show: async (page) => {
      await cell(page, "bad.ts").getByText(/broken/).nth(1).waitFor();
      await page.getByRole("contentinfo").getByRole("button", { name: /problem/ }).waitFor();
    },
  },
  ...["Secrets", "Outline", "Problems", "Settings", "Packages"].map((name) => ({ name, show: (page: Page) => panel(page, name) })),
  {
    name: "version of the history",
    show: async (page) => {
      await panel(page, "History");
      await page.getByRole("tabpanel", { name: "History" }).getByRole("button", { name: /edit/ }).first().click();
      await page.getByRole("button", { name: /restore this version/i }).waitFor();
    },
  },
  { name: "package.json", once: true, show: (page) => page.getByRole("button", { name: /^package\.json/ }).click() },
  { name: "the whole log", show: (page) => cell(page, "long.ts").getByRole("button", { name: "Show all 60 lines" }).click() },
  {
    name: "selected cells",
    show: async (page) => {
      await cell(page, "ok.ts").focus();
      await page.keyboard.press("Shift+ArrowDown");
      await page.getByRole("region", { name: "Code cell bad.ts, selected" }).waitFor();
    },
  },
  { name: "menu of a cell", show: (page) => open(page, page.getByRole("button", { name: "More for ok.ts" }), "menu") },
  {
    name: "find bar",
    show: async (page) => {
      await first(page).focus();
      await page.keyboard.press("ControlOrMeta+F");
      await page.getByRole("textbox", { name: "Find" }).fill("fine");
      await page.getByRole("search").getByText("1 of 1").waitFor();
    },
  },
  {
    name: "palette",
    show: async (page) => {
      await page.keyboard.press("ControlOrMeta+K");
      await page.getByPlaceholder(/find a command/i).waitFor();
    },
  },
  {
    name: "palette with nothing found",
    show: async (page) => {
      await page.getByPlaceholder(/find a command/i).fill("quetzalcoatlus");
      await page.getByText("Nothing is called that").waitFor();
    },
  },
  {
    name: "keyboard shortcuts",
    show: async (page) => {
      await first(page).focus();
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    },
  },
  { name: "export", show: (page) => entry(page, /^Export/) },
  { name: "deleted cells", show: (page) => entry(page, "Deleted cells") },
  {
    name: "terminal",
    once: true,
    show: async (page) => {
      await open(page, page.getByRole("button", { name: "More for tty.ts" }), "menu");
      await page.getByRole("menuitem", { name: "Run in a terminal" }).click();
      await page.getByRole("region", { name: "Terminal output of tty.ts" }).waitFor();
    },
  },
];

/** The first code cell, whether it is selected or not. */
const first = (page: Page) => page.getByRole("region", { name: /^Code cell ok\.ts/ });

/** Opens a menu or a dialog with its button. */
async function open(page: Page, button: Locator, role: "menu" | "dialog") {
  await button.click();
  await page.getByRole(role).waitFor();
}

async function panel(page: Page, name: string) {
  await page.getByRole("tab", { name }).click();
  await page.getByRole("tabpanel", { name }).locator("*").first().waitFor();
}

/** Chooses an entry of the notebook's menu that opens a dialog. */
async function entry(page: Page, name: string | RegExp) {
  await open(page, page.getByRole("button", { name: "More for this notebook" }), "menu");
  await page.getByRole("menuitem", { name }).click();
  await page.getByRole("dialog").waitFor();
}

const floats = (page: Page) => page.locator("[role=menu], [role=dialog], search");

/** Closes what the last screen opened over the page. */
async function clear(page: Page) {
  while ((await floats(page).count()) > 0) {
    const before = await floats(page).count();
    await page.keyboard.press("Escape");
    await poll(async () => assert.ok((await floats(page).count()) < before));
  }
}

describe("every screen is accessible", () => {
  let lived = "";

  before(async () => {
    lived = await app.server.importNotebook(lively);
    const page = await app.page(`/n/${lived}`);
    for (const name of ["ok.ts", "bad.ts", "stale.ts", "long.ts"]) await runCell(page, name);
    await cell(page, "bad.ts").getByText(/broken/).nth(1).waitFor();
    await cell(page, "long.ts").getByRole("button", { name: "Show all 60 lines" }).waitFor();
    await output(page, "stale.ts").getByText("of before").waitFor();
    await editor(page, "stale.ts").click();
    await page.keyboard.type("// ");
    await saved(page);
    await page.close();
  });

  for (const [name, looks] of Object.entries({
    light: { colorScheme: "light" },
    dark: { colorScheme: "dark" },
    contrast: { colorScheme: "light", contrast: "more" },
  } as const)) {
    test(`in the ${name} theme`, async () => {
      const page = await app.page("/", { ...looks, reducedMotion: "reduce" });
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), name);
      // What floats over a page has the page's colours, which a test of the tokens holds to their contrast.
      const screens = [...listed, ...inNotebook(lived)].filter(
        ({ path, once }) => name === "light" || (!once && (name === "dark" || path !== undefined)),
      );
      for (const screen of screens) {
        if (screen.path !== undefined) {
          await page.goto(app.server.ready.url + screen.path);
          await page.getByRole("main").getByRole("heading").first().waitFor();
        } else if (!/^(import that|palette with)/.test(screen.name)) await clear(page);
        await screen.show?.(page);
        await accessible(page, screen.name, name === "light" ? all : ofColours);
      }
    });
  }

  test("the sign-in page", async () => {
    const page = await app.page("/");
    await page.context().clearCookies();
    await page.goto(app.server.ready.url);
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await accessible(page, "sign-in");
  });
});

test("a theme that was chosen is there after a reload", async () => {
  const page = await app.page("/settings", { colorScheme: "light" });
  await page.getByRole("combobox", { name: "Theme" }).selectOption("dark");
  const isDark = () => page.evaluate(() => document.documentElement.classList.contains("dark"));
  await poll(async () => assert.equal(await isDark(), true));
  await poll(async () => assert.equal((await app.server.api<{ theme: string }>("GET", "/api/settings")).theme, "dark"));
  await page.reload();
  await page.getByRole("combobox", { name: "Theme" }).waitFor();
  assert.equal(await isDark(), true);
  await app.server.api("PATCH", "/api/settings", { theme: "system" });
});

test("throwing a notebook away is undone where it was done", async () => {
  await app.server.importNotebook(notebookFile("Regretted", [{ text: "Too early." }]));
  const page = await app.page("/");
  await page.getByRole("button", { name: "Actions for Regretted" }).click();
  await page.getByRole("menuitem", { name: /trash/i }).click();
  await page.getByRole("link", { name: "Regretted", exact: true }).waitFor({ state: "detached" });
  await page.getByRole("status").getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: "Regretted", exact: true }).first().waitFor();
});

test("a notebook of no known id says so", async () => {
  const page = await app.page("/n/unknownunknownunknownunknow");
  await page.getByRole("main").getByRole("link", { name: "Open the trash" }).waitFor();
});

test("a notebook in the trash says so and is restored at the place", async () => {
  const id = await app.server.importNotebook(notebookFile("Gone", [{ name: "back.ts", text: "1;" }]));
  await app.server.api("DELETE", `/api/workspaces/${id}`);
  const page = await app.page(`/n/${id}`);
  await page.getByRole("heading", { name: "Gone is in the trash" }).waitFor();
  await page.getByRole("button", { name: "Restore" }).click();
  await cell(page, "back.ts").waitFor();
});

test("a page says that the server is gone, keeps edits, and recovers", async () => {
  const page = await app.page(`/n/${await app.server.importNotebook(notebookFile("Restarting", [{ name: "a.ts", text: "// start" }]))}`);
  await editor(page, "a.ts").click();
  await saved(page);
  await app.server.stop();
  await page.keyboard.type("kept ");
  const bar = page.getByRole("contentinfo");
  await bar.getByRole("button", { name: /offline, \d+ edits? kept/ }).waitFor();
  await bar.getByRole("button", { name: "offline", exact: true }).click();
  await page.getByText("The server does not answer").waitFor();
  await app.server.start();
  await saved(page);
});

test("no page scrolls sideways, on a phone neither", async () => {
  const id = await app.server.importNotebook(lively);
  const page = await app.page("/");
  for (const path of ["/", "/examples", "/search", "/trash", "/settings", "/secrets", `/n/${id}`]) {
    await page.goto(app.server.ready.url + path);
    await page.getByRole("main").getByRole("heading").first().waitFor();
    for (const width of [320, 600, 800, 1024]) {
      await page.setViewportSize({ width, height: 720 });
      const overhang = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      await poll(async () => assert.ok((await overhang()) <= 0, `${path} at ${width} pixels`));
    }
  }
});
