// Our server: started on a data folder of its own, ended with its children.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { end, freePort, start, until } from "./child.mjs";
import { bench, newFolder, program } from "./places.mjs";

const preparedPackages = path.join(bench, ".peers", "data", "packages"); // by prepare.mjs

/** Starts the server and waits until it is ready. Without a folder it begins with an empty one. */
export async function startServer({ data = newFolder("data"), log = "ignore" } = {}) {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (existsSync(preparedPackages) && !existsSync(path.join(data, "packages"))) symlinkSync(preparedPackages, path.join(data, "packages"));
  const readyFile = path.join(data, "bench-ready.json");
  rmSync(readyFile, { force: true });
  const child = start(program, ["serve", "--data", data, "--listen", "127.0.0.1:0", "--no-open", "--ready-file", readyFile], {
    stdio: ["ignore", "ignore", log],
  });
  let failed;
  child.once("error", (error) => { failed = error; });
  const ready = await until(() => {
    if (failed) throw failed;
    if (child.exitCode !== null) throw new Error(`${program} serve ended with code ${child.exitCode}`);
    return readJSON(readyFile);
  }, "our server to be ready");
  return new Server(child, ready, data);
}

function readJSON(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // not written yet
  }
}

class Server {
  constructor(child, { url, token }, data) {
    Object.assign(this, { child, url, token, data, pid: child.pid });
  }

  /** Calls the API and returns the decoded answer. */
  async request(method, where, body) {
    const answer = await fetch(this.url + where, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${text.slice(0, 200)}`);
    return text ? JSON.parse(text) : undefined;
  }

  /** Imports a .src.md text and returns the workspace's id. */
  async import(text) {
    return (await this.request("POST", "/api/workspaces/import", { filename: "bench.src.md", text })).id;
  }

  /** The session cookie of a signed-in browser, as playwright takes it. */
  async cookie() {
    const answer = await fetch(`${this.url}/api/session`, {
      method: "POST", headers: { "Content-Type": "application/json", Origin: this.url }, body: JSON.stringify({ token: this.token }),
    });
    const [pair] = (answer.headers.get("set-cookie") ?? "").split(";");
    if (!answer.ok || !pair.includes("=")) throw new Error(`sign in: ${answer.status}`);
    const [name, ...value] = pair.split("=");
    return { name, value: value.join("="), url: this.url };
  }

  stop() {
    return end(this.child);
  }
}

/** Milliseconds from starting the process on the data folder until its page answers. */
export async function timeToReady(data) {
  const port = await freePort();
  const started = performance.now();
  const child = start(program, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--no-open"], { stdio: "ignore" });
  try {
    await answering(`http://127.0.0.1:${port}/`);
    return performance.now() - started;
  } finally {
    await end(child);
  }
}

/** Resolves as soon as GET gives a 200. */
export const answering = (url) =>
  until(() => fetch(url).then(async (answer) => { await answer.arrayBuffer(); return answer.ok; }, () => false), `${url} to answer`, { every: 1 });
