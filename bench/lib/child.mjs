// Starting and ending processes, and waiting for things.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Asks every `every` ms until probe gives something, and returns it; fails after `within` ms. */
export async function until(probe, what, { within = 30_000, every = 5 } = {}) {
  const deadline = performance.now() + within;
  for (;;) {
    const value = await probe();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${within / 1000} s`);
    await sleep(every);
  }
}

/** Resolves with the result of `wait`, or fails after `within` ms. */
export function limit(wait, what, within = 30_000) {
  const { promise: late, reject } = deferred();
  const timer = setTimeout(() => reject(new Error(`${what}: not within ${within / 1000} s`)), within);
  return Promise.race([wait, late]).finally(() => clearTimeout(timer));
}

/** A promise with its handles (Promise.withResolvers is not in Node 20). */
export function deferred() {
  const handles = {};
  handles.promise = new Promise((resolve, reject) => Object.assign(handles, { resolve, reject }));
  return handles;
}

/** Milliseconds from spawning the command until the first byte of its standard output. */
export async function firstByte(command, args, options = {}) {
  const started = performance.now();
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const { promise, resolve, reject } = deferred();
  let complaint = "";
  child.stderr.on("data", (data) => { complaint += data; });
  child.stdout.once("data", () => resolve(performance.now() - started));
  child.once("error", reject);
  const closed = new Promise((done) => child.once("close", () => {
    reject(new Error(`${command} printed nothing: ${complaint.trim()}`));
    done();
  }));
  const took = await limit(promise, command);
  await closed;
  return took;
}

const running = new Set();
process.once("exit", () => { for (const child of running) child.kill("SIGKILL"); });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** Starts a process that does not outlive this one. */
export function start(command, args, options) {
  const child = spawn(command, args, options);
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/** Ends a child with a signal it may act on, then without asking. */
export async function end(child, signal = "SIGTERM") {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}

/** A loopback port that nobody listens on. */
export async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
