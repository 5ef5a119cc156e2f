// srcbook@0.0.18, the original: started with a home folder of its own, driven over its own protocol.
import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import WebSocket from "ws";
import { deferred, end, freePort, limit, start } from "./child.mjs";
import { bench, newFolder, original, tools } from "./places.mjs";
import { tree } from "./proc.mjs";
import { answering } from "./server.mjs";

export const peerName = "srcbook@0.0.18";

const notBuilt = path.join(bench, ".peers", "srcbook.missing"); // written by peers.sh, with the reason

/** Why the original cannot be measured here, or "" when it can. */
export function peerMissing() {
  if (process.env.SRCBOOK_BENCH_PEER_MISSING) return process.env.SRCBOOK_BENCH_PEER_MISSING;
  if (existsSync(notBuilt)) return readFileSync(notBuilt, "utf8").trim();
  return existsSync(path.join(original, "dist", "src", "server.mjs")) ? "" : "it is not installed: run bench/peers.sh";
}

/**
 * What `measure` finds out about the original, with `of` to take a figure from it, which gives the
 * reason instead where there is none: a failure of the peer must not cost our figure.
 */
export async function measurePeer(missing, measure) {
  let reason = missing;
  let found;
  try {
    found = reason ? undefined : await measure();
  } catch (error) {
    reason = `it failed: ${error.message.split("\n")[0]}`;
  }
  return { of: (figure) => (found === undefined ? reason : figure(found)) };
}

/**
 * Starts the original's server process. Its command line only spawns this same process, with a
 * channel that it reports on, and opens a browser; without it the original has one process less.
 */
async function spawnPeer(home, port) {
  mkdirSync(home, { recursive: true });
  const child = start(process.execPath, [path.join(original, "dist", "src", "server.mjs")], {
    cwd: original,
    env: { PATH: process.env.PATH, HOME: home, NODE_ENV: "production", PORT: String(port), SRCBOOK_DISABLE_ANALYTICS: "true" },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  return child;
}

/** Starts the original and waits until it answers. */
export async function startPeer({ home = newFolder("peer") } = {}) {
  const port = await freePort();
  const child = await spawnPeer(home, port);
  const url = `http://localhost:${port}`;
  try {
    await answering(url);
  } catch (error) {
    await end(child, "SIGKILL");
    throw error;
  }
  return new Peer(child, url, home);
}

/** Milliseconds from starting the process on the home folder until its page answers. */
export async function peerTimeToReady(home) {
  const port = await freePort();
  const started = performance.now();
  const child = await spawnPeer(home, port);
  try {
    await answering(`http://localhost:${port}/`);
    return performance.now() - started;
  } finally {
    await end(child, "SIGKILL");
  }
}

class Peer {
  constructor(child, url, home) {
    Object.assign(this, { child, url, home, pid: child.pid });
  }

  async request(method, where, body) {
    const answer = await fetch(`${this.url}/api${where}`, {
      method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body),
    });
    const { error, result } = await answer.json();
    if (!answer.ok || error) throw new Error(`${peerName} ${method} ${where}: ${answer.status} ${String(result).split("\n")[0]}`);
    return result;
  }

  /**
   * Imports a .src.md text and opens it. The notebook gets the packages that the original would
   * install for it (tsx, TypeScript 5), as a link.
   */
  async import(text) {
    const { dir } = await this.request("POST", "/import", { text });
    symlinkSync(tools, path.join(dir, "node_modules"));
    return this.request("POST", "/sessions", { path: dir });
  }

  /** Past the page that asks for an AI provider before anything else. */
  configure() {
    return this.request("POST", "/settings", { openaiKey: "none", defaultLanguage: "typescript" });
  }

  /** A socket that follows the notebook. */
  async follow(session) {
    const socket = new WebSocket(this.url.replace(/^http/, "ws") + "/websocket", { perMessageDeflate: false, maxPayload: 0 });
    const follower = new Follower(socket, session.id);
    await limit(follower.subscribed.promise, `${peerName} subscription`);
    return follower;
  }

  /** Ends it with its children, which it leaves behind. */
  async stop() {
    const family = tree(this.pid).slice(1);
    await end(this.child, "SIGKILL");
    for (const pid of family) killIfThere(pid);
  }
}

function killIfThere(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

class Follower {
  subscribed = deferred();
  heard = () => {};

  constructor(socket, session) {
    Object.assign(this, { socket, topic: `session:${session}` });
    socket.on("open", () => this.send("subscribe", { id: "bench" }));
    socket.on("error", (error) => this.subscribed.reject(error));
    socket.on("message", (raw) => {
      const [, event, payload] = JSON.parse(raw);
      if (event === "subscribed") this.subscribed.resolve();
      this.heard(event, payload);
    });
  }

  send(event, payload) {
    this.socket.send(JSON.stringify([this.topic, event, payload]));
  }

  /** Runs a cell to its end; resolves with the ms until the first standard output. */
  run(cellId) {
    const { promise, resolve, reject } = deferred();
    const started = performance.now();
    let first;
    this.heard = (event, payload) => {
      if (event === "cell:output" && payload.cellId === cellId && payload.output.type === "stdout") first ??= performance.now() - started;
      if (event !== "cell:updated" || payload.cell.id !== cellId || payload.cell.status !== "idle") return;
      if (first === undefined) reject(new Error(`${peerName}: the cell printed nothing`));
      else resolve({ first, exit: performance.now() - started });
    };
    this.send("cell:exec", { cellId });
    return limit(promise, `${peerName} run`).finally(() => { this.heard = () => {}; });
  }

  stall() {
    this.socket._socket.pause();
  }

  close() {
    this.socket.terminate();
  }
}

/** The cell with that file name. */
export function peerCell(session, filename) {
  const cell = session.cells.find((c) => c.filename === filename);
  if (!cell) throw new Error(`${peerName}: no cell ${filename}`);
  return cell;
}
