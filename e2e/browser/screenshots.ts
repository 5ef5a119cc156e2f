// Takes a picture of every screen, in light and dark, at a desk's and a tablet's width, into
// e2e/screenshots, and the pictures of the README into docs/images. Run: npm run screenshots
// With names as arguments it takes only the screens whose name contains one of them.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { cell, launchBrowser, notebookFile, poll, Server } from "./harness.ts";

const pictures = join(import.meta.dirname, "../screenshots");
const published = join(import.meta.dirname, "../../docs/images");
const wanted = process.argv.slice(2);

const idle = notebookFile("Token buckets", [
  { text: "A rate limiter in forty lines, and what happens at the edges. The state is two numbers: how many tokens are left, and when we last looked.\n\n$$\\text{tokens}(t) = \\min(c, \\text{tokens}(t_0) + r \\cdot (t - t_0))$$" },
  { name: "bucket.ts", text: "export class TokenBucket {\n  #tokens: number;\n  #at = performance.now();\n\n  constructor(readonly capacity: number, readonly perSecond: number) {\n    this.#tokens = capacity;\n  }\n\n  take(): boolean {\n    const now = performance.now();\n    this.#tokens = Math.min(this.capacity, this.#tokens + ((now - this.#at) / 1000) * this.perSecond);\n    this.#at = now;\n    if (this.#tokens < 1) return false;\n    this.#tokens -= 1;\n    return true;\n  }\n}" },
  { text: "## At the edges\n\n1. A burst empties the bucket at once.\n2. A pause fills it, but never above `capacity`.\n\n| bucket | burst | per second |\n|---|---:|---:|\n| API | 20 | 5 |\n| login | 3 | 0.1 |\n\n```mermaid\nflowchart LR\n  request --> bucket{a token left?}\n  bucket -- yes --> served\n  bucket -- no --> refused\n```" },
  { name: "edges.ts", text: "import { TokenBucket } from './bucket.ts';\n\nconst bucket = new TokenBucket(3, 10);\nconsole.log(Array.from({ length: 5 }, () => bucket.take()));" },
]);

const measured = notebookFile("Unique ids, measured", [
  { text: "Sixteen random bytes are enough for an id that nobody guesses. What differs is how they look in a URL, and how fast we can make them. Below, three encodings of the same bytes; `encode.ts` is shared by the cells after it." },
  { name: "encode.ts", text: "const digits = '0123456789abcdefghjkmnpqrstvwxyz';\n\nexport const encoders = {\n  hex: (id: Uint8Array) => Buffer.from(id).toString('hex'),\n  base64url: (id: Uint8Array) => Buffer.from(id).toString('base64url'),\n  base32: (id: Uint8Array) => Array.from(id, (b) => digits[b & 31]).join(''),\n};\n\nexport const newId = () => crypto.getRandomValues(new Uint8Array(16));" },
  { name: "race.ts", text: "import { encoders, newId } from './encode.ts';\n\nfor (const [name, encode] of Object.entries(encoders)) {\n  const start = performance.now();\n  for (let i = 0; i < 100_000; i++) encode(newId());\n  const each = (performance.now() - start) / 100;\n  console.log(name.padEnd(10), Math.round(each * 10) / 10, 'µs per id');\n}" },
  { name: "serve.ts", text: "import { createServer } from 'node:http';\nimport { encoders, newId } from './encode.ts';\n\nconst server = createServer((_, response) => {\n  response.end(encoders.base32(newId()));\n});\nserver.listen(0, '127.0.0.1', () => console.log('Listening'));" },
], { "@types/node": "^20.19.0" });

const failing = notebookFile("What can go wrong", [
  { text: "Each cell fails in a way of its own." },
  { name: "throw.ts", text: "type Order = { items: { price: number }[] };\n\nfunction total(order: Order) {\n  return order.items.reduce((sum, item) => sum + item.price, 0);\n}\n\nconsole.log('adding up');\nconsole.log(total({} as Order));" },
  { name: "syntax.ts", text: "const = 1;" },
  { name: "missing.ts", text: "import isOdd from 'is-odd';\nconsole.log(isOdd(3));" },
  { name: "exit.ts", text: "console.error('nothing left to do');\nprocess.exit(3);" },
]);

const asking = notebookFile("A conversation", [
  { name: "ask.ts", text: "import { createInterface } from 'node:readline/promises';\n\nconst rl = createInterface({ input: process.stdin, output: process.stdout });\nconst name = await rl.question('What is your name? ');\nconsole.log(`Hello, ${name}`);\nrl.close();" },
]);

const talkative = notebookFile("A long log", [
  { name: "log.ts", text: "for (let i = 1; i <= 5000; i++) {\n  if (i % 500 === 0) console.error(`warning: request ${i} was slow`);\n  else console.log(`request ${i} took ${(i * 37) % 91} ms`);\n}" },
]);

const broken = `<!-- srcbook:{"language":"typescript"} -->\n\n# One\n\n# Two\n\n###### ../evil.ts\n\n\`\`\`typescript\n1\n\`\`\`\n`;

async function run(page: Page, ...names: string[]) {
  for (const name of names) await cell(page, name).getByRole("button", { name: `Run ${name}` }).click();
}

async function settled(page: Page) {
  await page.evaluate(() => document.fonts.ready);
  await poll(async () => {
    if (await page.getByText(/^(Opening the notebook|Loading|Searching)/).count()) throw new Error("the page still loads");
  });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}

/** Two cells that have finished and one that serves. */
async function showRunning(page: Page) {
  await page.getByRole("region", { name: "package.json" }).getByText(/up to date/).waitFor({ timeout: 120_000 });
  const raced = cell(page, "race.ts").getByLabel("Finished");
  if (!(await raced.isVisible())) await run(page, "encode.ts", "race.ts");
  const serves = cell(page, "serve.ts").getByRole("button", { name: "Stop serve.ts" });
  if (!(await serves.isVisible())) await run(page, "serve.ts");
  await raced.waitFor();
  await cell(page, "serve.ts").getByText(/serving on/).waitFor();
  await page.getByRole("contentinfo").getByRole("button", { name: /problem/ }).waitFor({ state: "detached" });
  await cell(page, "race.ts").focus();
  await page.locator("[data-scroller]").evaluate((scroller) => scroller.scrollTo(0, 0));
}

type Notebooks = Record<"idle" | "measured" | "failing" | "asking" | "talkative", string>;
type Screen = { name: string; path: string; signedOut?: boolean; show?: (page: Page) => Promise<void> };

const empty: Screen[] = [
  { name: "library-empty", path: "/" },
  { name: "trash-empty", path: "/trash" },
  { name: "recent-empty", path: "/recent" },
  { name: "secrets-empty", path: "/secrets" },
];

const screens = (ids: Notebooks): Screen[] => [
  { name: "sign-in", path: "/", signedOut: true },
  { name: "sign-in-failed", path: "/launch#wrong", signedOut: true },
  { name: "library-list", path: "/" },
  { name: "library-grid", path: "/", show: (page) => page.getByRole("radio", { name: /grid/i }).or(page.getByRole("button", { name: /grid/i })).first().click() },
  { name: "library-menu", path: "/", show: (page) => page.getByRole("button", { name: /^Actions for/ }).first().click() },
  { name: "library-search", path: "/", show: async (page) => {
    await page.getByRole("searchbox").fill("bucket");
    await page.getByRole("main").locator("mark").first().waitFor();
  } },
  { name: "library-search-nothing", path: "/", show: async (page) => {
    await page.getByRole("searchbox").fill("quetzal");
    await page.getByRole("main").getByText(/nothing|no /i).first().waitFor();
  } },
  { name: "import", path: "/", show: (page) => page.getByRole("button", { name: /^import/i }).first().click() },
  { name: "import-errors", path: "/", show: async (page) => {
    await page.getByRole("button", { name: /^import/i }).first().click();
    await page.getByRole("dialog").locator('input[type="file"]').setInputFiles({ name: "broken.src.md", mimeType: "text/markdown", buffer: Buffer.from(broken) });
    await page.getByText(/line 5/).first().waitFor();
  } },
  { name: "recent", path: "/recent" },
  { name: "examples", path: "/examples" },
  { name: "trash", path: "/trash" },
  { name: "settings", path: "/settings" },
  { name: "secrets", path: "/secrets" },
  { name: "secrets-add", path: "/secrets", show: (page) => page.getByRole("main").or(page.getByRole("banner")).getByRole("button", { name: /(add|new) (a )?secret/i }).first().click() },
  { name: "not-found", path: "/nowhere" },
  { name: "notebook-unknown", path: "/n/unknownunknown" },
  { name: "notebook-idle", path: `/n/${ids.idle}` },
  { name: "notebook-end", path: `/n/${ids.idle}`, show: async (page) => {
    await page.getByRole("main").hover();
    await page.mouse.wheel(0, 20_000);
    await page.locator(".prose svg").first().waitFor();
  } },
  { name: "notebook-selected", path: `/n/${ids.idle}`, show: (page) => cell(page, "bucket.ts").focus() },
  { name: "notebook-prose-editing", path: `/n/${ids.idle}`, show: (page) => page.getByText("A rate limiter").last().dblclick() },
  { name: "notebook-cell-menu", path: `/n/${ids.idle}`, show: async (page) => {
    await cell(page, "bucket.ts").hover();
    await cell(page, "bucket.ts").getByRole("button", { name: "More for bucket.ts" }).click();
  } },
  { name: "notebook-running", path: `/n/${ids.measured}`, show: showRunning },
  { name: "notebook-failed", path: `/n/${ids.failing}`, show: async (page) => {
    await run(page, "throw.ts", "syntax.ts", "missing.ts", "exit.ts");
    await cell(page, "missing.ts").getByRole("button", { name: "Add is-odd" }).waitFor();
  } },
  { name: "notebook-failed-end", path: `/n/${ids.failing}`, show: async (page) => {
    await page.getByRole("main").hover();
    await page.mouse.wheel(0, 20_000);
    await cell(page, "exit.ts").getByText(/3/).first().waitFor();
  } },
  { name: "notebook-stdin", path: `/n/${ids.asking}`, show: async (page) => {
    const stop = cell(page, "ask.ts").getByRole("button", { name: "Stop ask.ts" });
    if (!(await stop.isVisible())) await run(page, "ask.ts");
    await cell(page, "ask.ts").getByRole("textbox", { name: /input/i }).waitFor();
  } },
  { name: "notebook-log", path: `/n/${ids.talkative}`, show: async (page) => {
    await run(page, "log.ts");
    await cell(page, "log.ts").getByRole("button", { name: /Show all/ }).click();
    await cell(page, "log.ts").getByRole("searchbox").or(cell(page, "log.ts").getByPlaceholder(/search|find/i)).first().fill("slow");
    await cell(page, "log.ts").getByText(/1 of \d+/).waitFor();
  } },
  ...["packages", "secrets", "outline", "settings"].map((panel) => ({
    name: `notebook-panel-${panel}`,
    path: `/n/${ids.failing}`,
    show: async (page: Page) => {
      await page.getByRole("button", { name: "More for this notebook" }).click();
      await page.getByRole("menuitem", { name: new RegExp(`^${panel}`, "i") }).click();
    },
  })),
  { name: "notebook-settings", path: `/n/${ids.idle}`, show: (page) => page.getByRole("region", { name: "package.json" }).getByRole("button").first().click() },
  { name: "palette", path: `/n/${ids.idle}`, show: async (page) => {
    await page.keyboard.press("ControlOrMeta+K");
    await page.getByPlaceholder(/find a command/i).waitFor();
  } },
  { name: "palette-found", path: `/n/${ids.idle}`, show: async (page) => {
    await page.keyboard.press("ControlOrMeta+K");
    await page.getByPlaceholder(/find a command/i).fill("bucket");
    await page.getByText("In the text").waitFor();
  } },
  { name: "help", path: `/n/${ids.idle}`, show: async (page) => {
    await page.getByRole("main").focus();
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
  } },
];

const looks = [
  { scheme: "light", width: 1440, height: 900 },
  { scheme: "dark", width: 1440, height: 900 },
  { scheme: "light", width: 800, height: 900 },
  { scheme: "dark", width: 800, height: 900 },
] as const;
type Look = { scheme: "light" | "dark"; width: number; height: number };

async function main() {
  await mkdir(pictures, { recursive: true });
  await mkdir(published, { recursive: true });
  const server = await Server.start();
  const browser = await launchBrowser();
  const failures: string[] = [];

  /** A context of a look, signed in unless the screen is seen by strangers. */
  async function context(look: Look, signedIn: boolean): Promise<BrowserContext> {
    const opened = await browser.newContext({ viewport: { width: look.width, height: look.height }, colorScheme: look.scheme, reducedMotion: "reduce" });
    opened.setDefaultTimeout(15_000);
    if (signedIn) {
      const page = await opened.newPage();
      await page.goto(`${server.ready.url}/launch#${server.ready.token}`);
      await page.waitForURL((url) => url.pathname === "/");
      await page.close();
    }
    return opened;
  }

  async function take(screen: Screen, look: Look, file: string) {
    const inside = await context(look, !screen.signedOut);
    try {
      const page = await inside.newPage();
      await page.goto(server.ready.url + screen.path);
      await settled(page);
      await screen.show?.(page);
      await settled(page);
      await page.screenshot({ path: file });
    } catch (error) {
      failures.push(`${screen.name}, ${look.scheme} ${look.width}: ${error instanceof Error ? error.message : error}`);
    } finally {
      await inside.close();
    }
  }

  async function takeAll(list: Screen[]) {
    for (const screen of list) {
      if (wanted.length > 0 && !wanted.some((part) => screen.name.includes(part))) continue;
      for (const look of looks) await take(screen, look, join(pictures, `${screen.name}-${look.scheme}-${look.width}.png`));
    }
  }

  /** The pictures of the README, with the package tools ready as they are on all days but the first. */
  async function publish(notebook: string) {
    await poll(async () => {
      const { toolchain } = await server.api<{ toolchain: { state: string } }>("GET", "/api/status");
      if (toolchain.state !== "ready") throw new Error(`the package tools are ${toolchain.state}`);
    }, 120_000);
    const size = { width: 1440, height: 900 };
    const running: Screen = { name: "published", path: `/n/${notebook}`, show: showRunning };
    for (const scheme of ["light", "dark"] as const) await take(running, { scheme, ...size }, join(published, `notebook-${scheme}.png`));
    await take({ name: "published", path: "/" }, { scheme: "light", ...size }, join(published, "library-light.png"));
  }

  try {
    await takeAll(empty);
    const shelf = await fillShelf(server);
    if (wanted.length === 0 || wanted.includes("published")) await publish(shelf.measured);
    await takeAll(screens({ ...shelf, ...(await addTroubles(server)) }));
  } finally {
    await browser.close();
    await server.remove();
  }
  for (const failure of failures) console.error(failure);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

/** Notebooks as people have them. */
async function fillShelf(server: Server) {
  for (const [title, about] of [
    ["Onboarding: billing", "Run this once on your first day; every step explains itself."],
    ["Standup notes, sorted", "Three regular expressions, and why the second one is wrong."],
    ["Parsing CSV by hand", "RFC 4180, the parts that everyone forgets."],
  ] as const) {
    await server.importNotebook(notebookFile(title, [{ text: about }, { name: "main.ts", text: "console.log(1);" }]));
  }
  return { idle: await server.importNotebook(idle), measured: await server.importNotebook(measured) };
}

/** Notebooks that fail, ask and flood, a title without end, secrets, and something in the trash. */
async function addTroubles(server: Server) {
  const title = "A very long title that tells everything about a notebook and then goes on, because people do write such titles and expect to read them";
  await server.importNotebook(notebookFile(title, [{ text: "It is about titles." }]));
  const ids = {
    failing: await server.importNotebook(failing),
    asking: await server.importNotebook(asking),
    talkative: await server.importNotebook(talkative),
  };
  const gone = await server.importNotebook(notebookFile("An idea that did not work", [{ text: "It was worth a try." }]));
  await server.api("DELETE", `/api/workspaces/${gone}`);
  await server.api("PUT", "/api/secrets/OPENWEATHER_KEY", { value: "not a real key", description: "Forecasts for the demo" });
  await server.api("PUT", "/api/secrets/DATABASE_URL", { value: "postgres://localhost/demo" });
  await server.api("PUT", `/api/workspaces/${ids.failing}/secrets/DATABASE_URL`);
  return ids;
}

await main();
