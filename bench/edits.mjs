// Edits that the server has made durable and acknowledged, per second, and how soon others see them.
import { setTimeout as sleep } from "node:timers/promises";
import { deferred, limit } from "./lib/child.mjs";
import { helloNotebook } from "./lib/notebooks.mjs";
import { measurePeer, peerCell, peerName, startPeer } from "./lib/peer.mjs";
import { row } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";
import { cellNamed, connect } from "./lib/socket.mjs";
import { median, p95, p99 } from "./lib/stats.mjs";

const warmUp = 500; // ms
const measure = 4000; // ms
const inFlight = 16; // edits that a writer has sent and that are not acknowledged yet

const setups = [
  { name: "1 writer", writers: 1, notebooks: 1, goal: 1000 },
  { name: "20 writers, a notebook each", writers: 20, notebooks: 20, goal: 10_000 },
  { name: "20 writers, one notebook", writers: 20, notebooks: 1 },
];

export async function edits({ peerMissing }) {
  const peer = await measurePeer(peerMissing, theirs);
  const rows = [];
  for (const setup of setups) {
    const { perSecond, latencies } = await ours(setup);
    rows.push(
      row({
        name: `durable acknowledged edits, ${setup.name}`, unit: "/s", ours: perSecond, peer: setup.writers === 1 ? peer.of((perSecond) => perSecond) : null,
        peerName: setup.writers === 1 ? `${peerName}, not durable` : "", goal: setup.goal && { atLeast: setup.goal },
        note: `each writer keeps ${inFlight} edits in flight; the original acknowledges nothing and syncs nothing: its figure is edits taken into memory`,
      }),
      row({ name: `acknowledgement of an edit, ${setup.name}, median`, unit: "ms", ours: median(latencies) }),
      row({ name: `acknowledgement of an edit, ${setup.name}, p99`, unit: "ms", ours: p99(latencies), goal: setup.goal && { atMost: 50 } }),
    );
  }
  return [...rows, ...(await seenRows())];
}

/** As many writers as one notebook has to bear, each typing on as soon as the last edit is saved. */
async function seenRows() {
  const { perSecond, seen } = await ours({ writers: 20, notebooks: 1, ahead: 1 });
  const note = `each writer, like an editor, has one edit in flight and sends the next at its acknowledgement: ${Math.round(perSecond)} edits/s; each edit is timed at each of the 19 others`;
  return [
    row({ name: "edit visible to the other peers, 20 writers, one notebook, p95", unit: "ms", ours: p95(seen), goal: { atMost: 50 }, note }),
    row({ name: "edit visible to the other peers, 20 writers, one notebook, p99", unit: "ms", ours: p99(seen) }),
  ];
}

async function ours({ writers, notebooks, ahead = inFlight }) {
  const server = await startServer();
  try {
    const workspaces = [];
    for (let i = 0; i < notebooks; i++) workspaces.push(await server.import(helloNotebook(`Edits ${i}`)));
    const tabs = [];
    for (let i = 0; i < writers; i++) tabs.push(await openTab(server, workspaces[i % notebooks], i));
    const clock = { from: performance.now() + warmUp, until: performance.now() + warmUp + measure };
    const seen = watch(tabs, clock);
    const latencies = (await Promise.all(tabs.flatMap((tab) => Array.from({ length: ahead }, () => write(tab, clock))))).flat();
    return { perSecond: latencies.length / (measure / 1000), latencies, seen };
  } finally {
    await server.stop();
  }
}

/** A tab with a cell of its own, so that no edit of it is late. */
async function openTab(server, workspace, i) {
  const connection = await connect(server);
  const channel = connection.open(workspace);
  const settled = languageSettled(channel);
  await channel.opened;
  await settled;
  const cell = `bench${i}`;
  await channel.submit({ type: "cell.insert", cell, after: "", kind: "code", filename: `bench${i}.ts`, text: "" });
  return { channel, cell, version: 0, length: 0, sent: [] }; // sent: when, by version
}

/** Resolves when the language service that an opened notebook starts is no longer starting. */
function languageSettled(channel) {
  const { promise, resolve } = deferred();
  channel.heard = ({ type, language }) => {
    if (type === "signal" && language && language.state !== "starting") resolve();
  };
  return limit(promise, "the language service");
}

/** Collects how long each edit took to reach each of the other tabs. */
function watch(tabs, clock) {
  const seen = [];
  const cells = new Map(tabs.map((tab) => [tab.cell, tab]));
  for (const { channel } of tabs) {
    channel.heard = ({ type, op }) => {
      if (type !== "op" || op.type !== "text.edit") return;
      const now = performance.now();
      const at = cells.get(op.cell)?.sent[op.base];
      if (at >= clock.from && now < clock.until) seen.push(now - at);
    };
  }
  return seen;
}

/** Types one character after the other; keeps how long the acknowledgements took. */
async function write(tab, clock) {
  const latencies = [];
  for (;;) {
    const sent = performance.now();
    if (sent >= clock.until) return latencies;
    tab.sent.push(sent);
    await tab.channel.submit(nextEdit(tab));
    const acknowledged = performance.now();
    if (acknowledged >= clock.from && acknowledged < clock.until) latencies.push(acknowledged - sent);
  }
}

/** Writes a line of 80 characters over and over, as a person who changes a cell. */
function nextEdit(tab) {
  const change = tab.length < 80 ? (tab.length === 0 ? [[0, "x"]] : [tab.length, [0, "x"]]) : [[80]];
  tab.length = tab.length < 80 ? tab.length + 1 : 0;
  return { type: "text.edit", cell: tab.cell, base: tab.version++, changes: [change] };
}

/** A burst of updates, until the original shows the last one when asked. */
async function theirs() {
  const burst = 4000;
  const peer = await startPeer();
  try {
    const session = await peer.import(helloNotebook());
    const { id: cellId } = peerCell(session, "hello.ts");
    const follower = await peer.follow(session);
    const started = performance.now();
    for (let i = 1; i <= burst; i++) follower.send("cell:update", { cellId, updates: { source: `console.log(${i});` } });
    await limit(taken(peer, session.id, `console.log(${burst});`), `${peerName} to take the edits`);
    return burst / ((performance.now() - started) / 1000);
  } finally {
    await peer.stop();
  }
}

async function taken(peer, id, source) {
  while (peerCell(await peer.request("GET", `/sessions/${id}`), "hello.ts").source !== source) await sleep(10);
}
