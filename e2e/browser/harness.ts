import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** The program under test, or another build of it that SRCBOOK names. */
const binary = process.env.SRCBOOK ?? join(import.meta.dirname, "../../bin/srcbook");

/** A started server. `url` has no trailing slash; `token` signs in and is the bearer token. */
export type Ready = { url: string; token: string; pid: number };

/** One Srcbook server on a data folder of its own, which outlives restarts. */
export class Server {
  readonly data: string;
  private process: ChildProcess | undefined;
  private port = 0;
  private log = "";
  private stopping = false;
  ready!: Ready;

  private constructor(data: string) {
    this.data = data;
  }

  static async start(): Promise<Server> {
    const server = new Server(await mkdtemp(join(tmpdir(), "srcbook-e2e-")));
    await server.start();
    return server;
  }

  /** Starts on the port it had before, so that open pages find it again. */
  async start(): Promise<void> {
    const readyFile = join(this.data, "ready.json");
    this.stopping = false;
    await rm(readyFile, { force: true });
    const child = spawn(
      binary,
      ["serve", "--data", join(this.data, "data"), "--listen", `127.0.0.1:${this.port}`, "--no-open", "--ready-file", readyFile],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    this.process = child;
    child.once("exit", (code, signal) => {
      if (this.process === child && !this.stopping) console.error(`the server ended by itself with ${code ?? signal}:\n${this.log}`);
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      this.log += chunk.toString();
    });
    this.ready = await poll(async () => {
      if (child.exitCode !== null) throw new Fatal(`the server ended with ${child.exitCode}: ${this.log}`);
      return JSON.parse(await readFile(readyFile, "utf8")) as Ready;
    });
    this.port = Number(new URL(this.ready.url).port);
  }

  /** Ends the server: SIGTERM asks, SIGKILL does not. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.process;
    this.stopping = true;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await ended;
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.data, { recursive: true, force: true });
  }

  /** Calls the HTTP API with the bearer token. */
  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.ready.url + path, {
      method,
      headers: { authorization: `Bearer ${this.ready.token}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (response.headers.get("content-type")?.includes("json") ? await response.json() : await response.text()) as T;
  }

  async importNotebook(text: string): Promise<string> {
    return (await this.api<{ id: string }>("POST", "/api/workspaces/import", { text })).id;
  }
}

class Fatal extends Error {}

/**
 * How long to wait for anything, in ms. It bounds what hangs, and says nothing about speed: a busy machine needs many
 * times as long as a quiet one.
 */
const PATIENCE = 60_000;

/** Tries until it succeeds, for at most a minute. */
export async function poll<T>(attempt: () => Promise<T>, deadline = PATIENCE): Promise<T> {
  for (const end = Date.now() + deadline; ; ) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Fatal || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** The Chromium of this machine, or the one that CHROMIUM names. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** What the tests of one file share: a server, a browser, and pages that are signed in. */
export function withApp() {
  let server: Server;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  const failures: string[] = [];

  before(async () => {
    server = await Server.start();
    browser = await launchBrowser();
  });

  after(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    await server?.remove();
  });

  return {
    get server() {
      return server;
    },
    /** Errors that pages threw, which no test may leave behind. */
    failures,
    /** A signed-in page in a browser profile of its own. */
    async page(path = "/", options: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      context.setDefaultTimeout(PATIENCE);
      contexts.push(context);
      return open(context, path);
    },
    /** A second page beside one that is open: another tab of the same person. */
    async tab(beside: Page, path: string): Promise<Page> {
      const page = await beside.context().newPage();
      await watch(page, failures);
      await page.goto(server.ready.url + path);
      await usable(page);
      return page;
    },
  };

  async function open(context: BrowserContext, path: string): Promise<Page> {
    const page = await context.newPage();
    await watch(page, failures);
    await page.goto(`${server.ready.url}/launch#${server.ready.token}`);
    await page.waitForURL((url) => url.pathname === "/");
    if (path !== "/") await page.goto(server.ready.url + path);
    await usable(page);
    return page;
  }

  /** What is painted first takes no clicks and no keys yet. */
  async function usable(page: Page): Promise<void> {
    await page.locator("[data-painted]").waitFor({ state: "detached" });
  }
}

async function watch(page: Page, failures: string[]) {
  page.on("pageerror", (error) => failures.push(`${error.name}: ${error.message}`));
  if (slowness > 1) await slowDown(page);
}

/** How many times slower pages are made, to find tests that depend on speed. */
const slowness = Number(process.env.SRCBOOK_SLOWNESS ?? 1);

async function slowDown(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowness });
  await page.route("**/assets/*", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 100 * slowness * Math.random()));
    await route.continue().catch(() => {}); // the page may be gone
  });
}

/** A notebook file with the given cells; a name ending in .ts or .js makes a code cell. */
export function notebookFile(title: string, cells: Array<{ name?: string; text: string }>, packages: Record<string, string> = {}): string {
  const manifest = JSON.stringify({ type: "module", dependencies: packages }, null, 2);
  const parts = [`<!-- srcbook:{"language":"typescript"} -->`, `# ${title}`, `###### package.json\n\n\`\`\`json\n${manifest}\n\`\`\``];
  for (const cell of cells) {
    parts.push(cell.name ? `###### ${cell.name}\n\n\`\`\`typescript\n${cell.text}\n\`\`\`` : cell.text);
  }
  return `${parts.join("\n\n")}\n`;
}

/** The cell of a file, by its accessible name. */
export const cell = (page: Page, name: string) => page.getByRole("region", { name: `Code cell ${name}`, exact: true });
export const output = (page: Page, name: string) => cell(page, name).getByRole("log");
export const editor = (page: Page, name: string) => cell(page, name).getByRole("textbox", { name: `Code of ${name}` });
export const runCell = (page: Page, name: string) => cell(page, name).getByRole("button", { name: `Run ${name}` }).click();

/** The accessible name of what has the keyboard. */
export const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.tagName ?? "");

/** The cells from top to bottom, by what they are called. */
export const cellNames = (page: Page) =>
  page.getByRole("region", { name: /^(Code|Text) cell/ }).evaluateAll((cells) => cells.map((c) => c.getAttribute("aria-label")?.replace(/^(Code|Text) cell /, "") ?? ""));

/** Waits until the server has stored every edit. */
export async function saved(page: Page) {
  await page.getByRole("contentinfo").getByRole("button", { name: /^saved/ }).waitFor();
}

/** What an editor holds, without what is drawn into it, such as the carets of others. */
export const text = (page: Page, name: string): Promise<string> =>
  editor(page, name).evaluate((content) =>
    [...content.querySelectorAll(".cm-line")]
      .map((line) => {
        const copy = line.cloneNode(true) as Element;
        for (const widget of copy.querySelectorAll("[contenteditable=false], .peer-caret, .cm-lens")) widget.remove();
        return copy.textContent;
      })
      .join("\n"),
  );
