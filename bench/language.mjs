// The language service: how soon it says what is wrong, follows typing and completes, and what it takes.
import { setTimeout as sleep } from "node:timers/promises";
import { deferred, limit } from "./lib/child.mjs";
import { notebook } from "./lib/notebooks.mjs";
import { measurePeer, peerCell, peerName, startPeer } from "./lib/peer.mjs";
import { memory, tree } from "./lib/proc.mjs";
import { row } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";
import { cellNamed, connect } from "./lib/socket.mjs";
import { median, p95 } from "./lib/stats.mjs";

const faulty = { "wrong.ts": 'export const wrong: number = "text";' };

/** From opening a notebook with a mistake in it to being told of the mistake. */
export async function diagnostics({ rounds, peerMissing }) {
  const times = { ours: [], peer: [] };
  const server = await startServer();
  const peer = await measurePeer(peerMissing, startPeer);
  try {
    for (let round = -1; round < Math.ceil(rounds / 2); round++) {
      const ours = await openOurs(server, round);
      const theirs = await measurePeer(peer.of(() => ""), () => openTheirs(peer.of((peer) => peer), round));
      if (round < 0) continue; // the page cache fills
      times.ours.push(ours);
      times.peer.push(theirs.of((ms) => ms));
    }
  } finally {
    await server.stop();
    if (peer.of(() => true) === true) await peer.of((peer) => peer).stop();
  }
  const reason = times.peer.find((ms) => typeof ms === "string");
  return [row({
    name: "opening a notebook to its first diagnostics, median", unit: "ms", ours: median(times.ours),
    peer: reason ?? median(times.peer), peerName, goal: { atMost: 400, ofPeer: 1 / 4 },
    note: "the process of the language service starts in this time; the original's is TypeScript 5",
  })];
}

async function openOurs(server, round) {
  const workspace = await server.import(notebook(`Wrong ${round}`, faulty));
  const connection = await connect(server);
  const started = performance.now();
  const channel = connection.open(workspace);
  const { promise, resolve } = deferred();
  channel.heard = ({ type, items }) => {
    if (type === "diagnostics" && items.some(({ code }) => code === 2322)) resolve(performance.now() - started);
  };
  const took = await limit(promise, "the first diagnostics");
  connection.close();
  return took;
}

async function openTheirs(peer, round) {
  const session = await peer.import(notebook(`Wrong ${round}`, faulty));
  const follower = await peer.follow(session);
  const { id } = peerCell(session, "wrong.ts");
  const { promise, resolve } = deferred();
  follower.heard = (event, payload) => {
    if (event === "tsserver:cell:diagnostics" && payload.cellId === id && payload.diagnostics.some(({ code }) => code === 2322)) resolve(performance.now());
  };
  const started = performance.now();
  follower.send("tsserver:start", {});
  const took = (await limit(promise, `${peerName} first diagnostics`)) - started;
  follower.close();
  return took;
}

const cells = 50;
const strokes = 60;

/** Fifty cells that use each other: the time from a keystroke to what is wrong now, and of a completion. */
export async function typing() {
  const server = await startServer();
  try {
    const workspace = await server.import(notebook("Typing", chain()));
    const channel = (await connect(server)).open(workspace);
    const typist = new Typist(channel, cellNamed(await channel.opened, "part-10.ts"));
    await typist.told(0);
    const seen = [];
    const completed = [];
    for (let i = 0; i < strokes; i++) {
      seen.push(await typist.stroke());
      completed.push(await typist.complete());
      await sleep(50); // between the keys of a quick writer
    }
    return [
      row({ name: `keystroke to its diagnostics, ${cells} cells, p95`, unit: "ms", ours: p95(seen), goal: { atMost: 150 } }),
      row({ name: `keystroke to its diagnostics, ${cells} cells, median`, unit: "ms", ours: median(seen) }),
      row({ name: `completion right after a keystroke, ${cells} cells, p95`, unit: "ms", ours: p95(completed), goal: { atMost: 50 }, note: "both through the socket, after the keystroke is durable" }),
      row({ name: `completion right after a keystroke, ${cells} cells, median`, unit: "ms", ours: median(completed) }),
    ];
  } finally {
    await server.stop();
  }
}

function chain() {
  const sources = {};
  for (let i = 0; i < cells; i++) {
    sources[`part-${i}.ts`] = `${i ? `import { add${i - 1} } from './part-${i - 1}.ts';\n` : ""}export function add${i}(x: number): number {\n  return ${i ? `add${i - 1}(x)` : "x"} + ${i};\n}\nexport const wrong${i}: string = add${i}(1);\n`;
  }
  return sources;
}

/** Writes one character after the other at the start of a cell. */
class Typist {
  #ask = 0;
  #answers = new Map();
  #waiting = new Map(); // versions that diagnostics are waited for

  constructor(channel, { id, filename, text, version }) {
    Object.assign(this, { channel, cell: id, filename, length: text.length, version });
    channel.heard = (message) => {
      if (message.type === "answer") this.#answers.get(message.id)?.(message);
      if (message.type === "diagnostics" && message.cell === id) this.#hear(message.version);
    };
  }

  #hear(version) {
    for (const [wanted, resolve] of this.#waiting) if (version >= wanted) resolve();
  }

  told(version) {
    const { promise, resolve } = deferred();
    this.#waiting.set(version, resolve);
    return limit(promise, "diagnostics").finally(() => this.#waiting.delete(version));
  }

  async stroke() {
    const started = performance.now();
    const told = this.told(this.version + 1);
    this.channel.submit({ type: "text.edit", cell: this.cell, base: this.version++, changes: [[[0, ";"], this.length++]] }).catch(() => {});
    await told;
    return performance.now() - started;
  }

  async complete() {
    const { promise, resolve } = deferred();
    const id = ++this.#ask;
    this.#answers.set(id, resolve);
    const started = performance.now();
    this.channel.submit({ type: "text.edit", cell: this.cell, base: this.version++, changes: [[[0, ";"], this.length++]] }).catch(() => {});
    this.channel.ask(id, "textDocument/completion", {
      textDocument: { uri: `srcbook:///src/${this.filename}` }, position: { line: 2, character: 12 }, context: { triggerKind: 1 },
    });
    const { fault } = await limit(promise, "a completion");
    if (fault) throw new Error(`completion: ${fault.code} ${fault.message}`);
    return performance.now() - started;
  }
}

const notebooks = 5;

/** What each further open notebook takes, with its language service at work and a process ready to run. */
export async function languageMemory() {
  const server = await startServer();
  try {
    const connection = await connect(server);
    const open = async (i) => {
      const channel = connection.open(await server.import(notebook(`Wrong ${i}`, faulty)));
      const { id } = cellNamed(await channel.opened, "wrong.ts");
      const { promise, resolve } = deferred();
      channel.heard = ({ type, cell }) => { if (type === "diagnostics" && cell === id) resolve(); };
      await limit(promise, "diagnostics");
    };
    await open(0);
    await sleep(3000);
    const before = memory(tree(server.pid));
    for (let i = 1; i <= notebooks; i++) await open(i);
    await sleep(3000);
    const after = memory(tree(server.pid));
    return ["pss", "rss"].map((measure) => row({
      name: `memory of each further open notebook with its language service, ${measure.toUpperCase()}`, unit: "MB",
      ours: (after[measure] - before[measure]) / notebooks, goal: { atMost: 120 },
    }));
  } finally {
    await server.stop();
  }
}
