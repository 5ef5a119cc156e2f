// From asking for a run to the first byte that the cell prints.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { firstByte } from "./lib/child.mjs";
import { hello, helloNotebook } from "./lib/notebooks.mjs";
import { peerCell, peerName, startPeer } from "./lib/peer.mjs";
import { newFolder, tools } from "./lib/places.mjs";
import { row } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";
import { cellNamed, connect, run } from "./lib/socket.mjs";
import { median, p95 } from "./lib/stats.mjs";

// Long enough for what a run leaves behind (the next warm process, the original's dependency check).
const settle = 700;

/** Warm runs, interleaved with what they are compared to. */
export async function warm({ rounds, peerMissing }) {
  const server = await startServer();
  const peer = peerMissing ? undefined : await startPeer();
  const samples = { ours: [], tsx: [], peer: [] };
  try {
    const channel = (await connect(server)).open(await server.import(helloNotebook()));
    const { id: cell } = cellNamed(await channel.opened, "hello.ts");
    const session = await peer?.import(helloNotebook());
    const follower = session && await peer.follow(session);
    const file = moduleFile("hello.ts", hello["hello.ts"]);
    for (let round = -2; round < rounds; round++) {
      await sleep(settle);
      const ours = (await run(channel, cell)).first;
      await sleep(settle);
      const tsx = await firstByte(path.join(tools, ".bin", "tsx"), [file]);
      await sleep(100);
      const theirs = follower && (await follower.run(peerCell(session, "hello.ts").id)).first;
      if (round < 0) continue; // caches fill
      samples.ours.push(ours);
      samples.tsx.push(tsx);
      if (theirs !== undefined) samples.peer.push(theirs);
    }
  } finally {
    await peer?.stop();
    await server.stop();
  }
  const name = "run of hello.ts, warm: asked to first output";
  const note = "ours is measured at the client, from sending the operation to receiving the output";
  const rows = [];
  for (const [summary, of, goal] of [["median", median, { atMost: 12, ofPeer: 1 / 15 }], ["p95", p95, undefined]]) {
    rows.push(row({ name: `${name}, ${summary}`, unit: "ms", ours: of(samples.ours), peer: of(samples.tsx), peerName: "tsx hello.ts", goal, note }));
    rows.push(row({ name: `${name}, ${summary}`, unit: "ms", ours: of(samples.ours), peer: peerMissing || of(samples.peer), peerName, goal, note }));
  }
  return rows;
}

/** The first run of a notebook whose warm process does not exist yet, beside a bare `node`. */
export async function cold({ rounds }) {
  const { server, notebooks } = await unopened(rounds + 2);
  const samples = { ours: [], node: [] };
  try {
    const file = moduleFile("hello.mjs", 'console.log("hello world");');
    for (const [round, { workspace, cell }] of notebooks.entries()) {
      await sleep(settle / 2);
      const node = await firstByte(process.execPath, [file]);
      await sleep(settle / 2);
      const connection = await connect(server);
      const { first } = await run(connection.open(workspace), cell);
      connection.close();
      await server.request("DELETE", `/api/workspaces/${workspace}`); // ends its processes
      if (round < 2) continue; // caches fill
      samples.ours.push(first);
      samples.node.push(node);
    }
  } finally {
    await server.stop();
  }
  const name = "run of hello.ts, cold process: asked to first output";
  const note = "ours opens the notebook and asks for the run in the same breath, so it contains the opening";
  return [["median", median, { ofPeer: 1.3 }], ["p95", p95, undefined]].map(([summary, of, goal]) =>
    row({ name: `${name}, ${summary}`, unit: "ms", ours: of(samples.ours), peer: of(samples.node), peerName: "node hello.mjs", goal, note }));
}

/** A server with notebooks that nobody has opened since it started, and the ids of their cells. */
async function unopened(count) {
  const first = await startServer();
  const notebooks = [];
  for (let i = 0; i < count; i++) {
    const workspace = await first.import(helloNotebook(`Cold ${i}`));
    const connection = await connect(first);
    notebooks.push({ workspace, cell: cellNamed(await connection.open(workspace).opened, "hello.ts").id });
    connection.close();
  }
  await first.stop();
  return { server: await startServer({ data: first.data }), notebooks };
}

function moduleFile(name, source) {
  const folder = newFolder("module");
  mkdirSync(folder);
  const file = path.join(folder, name);
  writeFileSync(file, `${source}\n`);
  return file;
}
