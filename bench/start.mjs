// From starting the process to its page, with fifty notebooks in the library.
import { ordinaryNotebook } from "./lib/notebooks.mjs";
import { peerName, peerTimeToReady, startPeer } from "./lib/peer.mjs";
import { row } from "./lib/report.mjs";
import { startServer, timeToReady } from "./lib/server.mjs";
import { median } from "./lib/stats.mjs";

const notebooks = 50;

export async function start({ rounds, peerMissing }) {
  const data = await ourLibrary();
  const home = peerMissing ? undefined : await theirLibrary();
  const samples = { ours: [], peer: [] };
  for (let round = -1; round < Math.ceil(rounds / 2); round++) {
    const ours = await timeToReady(data);
    const peer = home && await peerTimeToReady(home);
    if (round < 0) continue; // the page cache fills
    samples.ours.push(ours);
    samples.peer.push(peer);
  }
  return [row({
    name: `process start to page served, ${notebooks} notebooks, median`, unit: "ms", ours: median(samples.ours),
    peer: peerMissing || median(samples.peer), peerName, goal: { atMost: 150, ofPeer: 1 / 3 },
    note: "the original is started without its command-line wrapper, which costs it about 50 ms more",
  })];
}

async function ourLibrary() {
  const server = await startServer();
  for (let i = 0; i < notebooks; i++) await server.import(ordinaryNotebook(i));
  await server.stop();
  return server.data;
}

async function theirLibrary() {
  const peer = await startPeer();
  for (let i = 0; i < notebooks; i++) await peer.import(ordinaryNotebook(i));
  await peer.stop();
  return peer.home;
}
