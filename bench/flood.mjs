// A cell that prints 100 MB/s while one viewer has stopped reading: what it costs the server and
// what another viewer and a person who types notice of it.
import { setTimeout as sleep } from "node:timers/promises";
import { deferred } from "./lib/child.mjs";
import { floodCell, notebook } from "./lib/notebooks.mjs";
import { measurePeer, peerCell, peerName, startPeer } from "./lib/peer.mjs";
import { resident } from "./lib/proc.mjs";
import { row } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";
import { cellNamed, connect } from "./lib/socket.mjs";
import { max, median, p99 } from "./lib/stats.mjs";

const rate = 100; // MB/s
const lasting = 8000; // ms
const calm = 2000; // ms of typing before it, to compare with

export async function flood({ peerMissing }) {
  const ours = await ourFlood();
  const peer = await measurePeer(peerMissing, theirFlood);
  const name = (what) => `output flood of ${rate} MB/s, one slow viewer: ${what}`;
  return [
    row({
      name: name("server memory added, peak"), unit: "MB", ours: ours.added, peer: peer.of((p) => p.added), peerName, goal: { atMost: 50 },
      note: `the cell reached ${ours.reached} MB/s with ours; a viewer of the original got ${peer.of((p) => `${Math.round(p.reached)} MB/s`)}`,
    }),
    row({ name: name("longest gap between outputs at another viewer"), unit: "ms", ours: max(ours.gaps), peer: peer.of((p) => max(p.gaps)), peerName }),
    row({ name: name("acknowledgement of an edit, median"), unit: "ms", ours: median(ours.edits), peer: median(ours.before), peerName: "ours before the flood" }),
    row({ name: name("acknowledgement of an edit, p99"), unit: "ms", ours: p99(ours.edits), peer: p99(ours.before), peerName: "ours before the flood", goal: { atMost: 50 } }),
  ];
}

async function ourFlood() {
  const server = await startServer();
  try {
    const workspace = await server.import(notebook("Flood", { "flood.ts": floodCell(rate), "notes.ts": "" }));
    const [viewer, slow, writer] = await Promise.all([connect(server), connect(server), connect(server)]);
    const viewing = viewer.open(workspace);
    const opened = await viewing.opened;
    const stalled = slow.open(workspace);
    await stalled.opened;
    const typing = writer.open(workspace);
    await typing.opened;
    await sleep(1000);
    const typist = typeInto(typing, cellNamed(opened, "notes.ts"));
    await sleep(calm);
    const before = typist.take();
    slow.stall();
    const memory = watchMemory(server.pid);
    const arrivals = watchOutput(viewing);
    const run = viewing.start(cellNamed(opened, "flood.ts").id);
    await arrivals.begun;
    viewing.watch(run);
    stalled.watch(run);
    await sleep(lasting);
    const result = { added: memory.stop(), gaps: arrivals.gaps, reached: arrivals.reached, before, edits: typist.take() };
    if (arrivals.fault) throw arrivals.fault;
    await viewing.submit({ type: "run.stop", run });
    await typist.stop();
    return result;
  } finally {
    await server.stop();
  }
}

/** Keeps when output came and what the cell says about its own rate; `begun` resolves with the start. */
function watchOutput(channel) {
  const begun = deferred();
  const seen = { begun: begun.promise, gaps: [], reached: 0, fault: undefined };
  let last;
  channel.heard = (message) => {
    if (message.type === "ack") begun.resolve();
    if (message.type === "lost" || message.type === "refused") seen.fault = message.error;
    if (message.type === "op" && message.op.type === "run.state" && message.op.phase === "exited") {
      seen.fault ??= new Error(`the flood ended by itself: ${message.op.exit.reason} ${message.op.exit.message ?? ""}`);
    }
    if (message.type !== "output") return;
    const now = performance.now();
    if (last !== undefined) seen.gaps.push(now - last);
    last = now;
    for (const chunk of message.chunks) {
      const said = chunk.s === "err" && chunk.t.match(/rate (\d+)/);
      if (said) seen.reached = Number(said[1]);
    }
  };
  return seen;
}

/** The peak of a process's memory above what it is now, until `stop`. */
function watchMemory(pid) {
  const start = resident(pid);
  let peak = start;
  const timer = setInterval(() => { peak = Math.max(peak, resident(pid)); }, 50);
  return { stop: () => { clearInterval(timer); return peak - start; } };
}

/** Types into a cell every 20 ms; `take` gives the acknowledgement times since the last take. */
function typeInto(channel, cell) {
  let latencies = [];
  let stopped = false;
  const work = (async () => {
    for (let version = cell.version, length = 0; !stopped; version++, length++) {
      const sent = performance.now();
      const change = length === 0 ? [[0, "x"]] : [length, [0, "x"]];
      await channel.submit({ type: "text.edit", cell: cell.id, base: version, changes: [change] });
      latencies.push(performance.now() - sent);
      await sleep(20);
    }
  })();
  return {
    take: () => { const taken = latencies; latencies = []; return taken; },
    stop: () => { stopped = true; return work; },
  };
}

async function theirFlood() {
  const peer = await startPeer();
  try {
    const session = await peer.import(notebook("Flood", { "flood.js": floodCell(rate) }, "javascript"));
    const viewer = await peer.follow(session);
    const slow = await peer.follow(session);
    const { id: cellId } = peerCell(session, "flood.js");
    slow.stall();
    const memory = watchMemory(peer.pid);
    const gaps = [];
    let last;
    let bytes = 0;
    viewer.heard = (event, payload) => {
      if (event !== "cell:output") return;
      const now = performance.now();
      if (last !== undefined) gaps.push(now - last);
      last = now;
      bytes += payload.output.data.length;
    };
    viewer.send("cell:exec", { cellId });
    await sleep(lasting);
    const added = memory.stop();
    viewer.send("cell:stop", { cellId });
    await sleep(300);
    return { added, gaps, reached: bytes / 1e6 / (lasting / 1000) };
  } finally {
    await peer.stop();
  }
}
