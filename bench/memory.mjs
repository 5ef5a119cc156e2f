// What the server and its children take, with 0, 1 and 5 notebooks open of which a cell was run.
import { setTimeout as sleep } from "node:timers/promises";
import { helloNotebook } from "./lib/notebooks.mjs";
import { measurePeer, peerCell, peerName, startPeer } from "./lib/peer.mjs";
import { memory, tree } from "./lib/proc.mjs";
import { row } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";
import { cellNamed, connect, run } from "./lib/socket.mjs";

const steps = [{ open: 0, goal: 60 }, { open: 1, goal: 130 }, { open: 5, goal: 400 }];
const settle = 3000;

export async function memoryUse({ peerMissing }) {
  const ours = await ourMemory();
  const peer = await measurePeer(peerMissing, theirMemory);
  return steps.flatMap(({ open, goal }, i) => ["pss", "rss"].map((measure) => row({
    name: `memory of server and children, ${open} notebooks open, ${measure.toUpperCase()}`, unit: "MB", ours: ours[i][measure],
    peer: peer.of((steps) => steps[i][measure]), peerName, goal: { atMost: goal },
    note: "RSS counts pages that several processes share once for each; both run a TypeScript language service per open notebook",
  })));
}

async function ourMemory() {
  const server = await startServer();
  try {
    const connection = await connect(server);
    return await grow(server.pid, async () => {
      const channel = connection.open(await server.import(helloNotebook()));
      await run(channel, cellNamed(await channel.opened, "hello.ts").id);
    });
  } finally {
    await server.stop();
  }
}

async function theirMemory() {
  const peer = await startPeer();
  try {
    return await grow(peer.pid, async () => {
      const session = await peer.import(helloNotebook());
      const follower = await peer.follow(session);
      follower.send("tsserver:start", {}); // what its page does first
      await follower.run(peerCell(session, "hello.ts").id);
    });
  } finally {
    await peer.stop();
  }
}

/** Opens notebooks step by step and measures after each step, once things have settled. */
async function grow(pid, open) {
  const measured = [];
  let opened = 0;
  for (const step of steps) {
    for (; opened < step.open; opened++) await open();
    await sleep(settle);
    measured.push(memory(tree(pid)));
  }
  return measured;
}
