// Large notebooks in the browser: opening them, typing into them, scrolling. See typeKeys and scroll for
// how a key and a frame are measured.
import { bareName, startBare } from "./lib/bare.mjs";
import { editable, launch, scroll, typeKeys, visit } from "./lib/chromium.mjs";
import { bigNotebook, cellText, hugeNotebook } from "./lib/notebooks.mjs";
import { measurePeer, peerName, startPeer } from "./lib/peer.mjs";
import { row } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";
import { median, p95 } from "./lib/stats.mjs";

const cells = 300;
const bigLines = 6;
const text = "const answer = 40 + 2; // typed key by key, as people do";

export async function big({ rounds, peerMissing }) {
  const browser = await launch();
  try {
    const ours = await measureOurs(browser, Math.max(3, Math.ceil(rounds / 7)));
    const bare = await measureBare(browser, bigLines);
    const theirs = await measurePeer(peerMissing, () => measureTheirs(browser));
    const compared = (name, field, of, goal) => row({ name, unit: "ms", ours: of(ours[field]), peer: theirs.of((t) => of(t[field])), peerName, goal });
    return [
      compared(`${cells} cells: open to editable, median`, "opens", median, { atMost: 1000 }),
      compared(`${cells} cells: key to frame, median`, "keys", median),
      compared(`${cells} cells: key to frame, p95`, "keys", p95, { atMost: 16 }),
      ...besideBare(`${cells} cells`, ours.keys, bare),
    ];
  } finally {
    await browser.close();
  }
}

const hugeCells = 1000;
const hugeLines = 50;

export async function huge({ rounds, peerMissing }) {
  const browser = await launch();
  try {
    const ours = await measureHuge(browser, Math.max(3, Math.ceil(rounds / 7)));
    const bare = await measureBare(browser, hugeLines);
    const peer = peerMissing || `it cannot: ${cells} cells take it ten seconds, and twice as many twice as long`;
    const notebook = `${hugeCells.toLocaleString("en-US")} cells × ${hugeLines} lines`;
    const name = (what) => `${notebook}: ${what}`;
    const of = (what, unit, value, goal) => row({ name: name(what), unit, ours: value, peer, peerName, goal });
    return [
      of("open to editable, median", "ms", median(ours.opens), { atMost: 1500 }),
      of("scrolling, median", "frames/s", median(ours.scrolls.map((s) => s.rate)), { atLeast: 55 }),
      of("scrolling, longest time between frames, median", "ms", median(ours.scrolls.map((s) => s.longest))),
      of("key to frame, median", "ms", median(ours.keys)),
      of("key to frame, p95", "ms", p95(ours.keys), { atMost: 16 }),
      ...besideBare(notebook, ours.keys, bare),
    ];
  } finally {
    await browser.close();
  }
}

/** The same keys in a page that holds nothing but an editor with the text of one cell. */
async function measureBare(browser, lines) {
  const server = await startBare(cellText(0, lines));
  try {
    const { keys } = await openAndType(browser, server.url, { rounds: 1, keys: [...text, ...text], pause: 60 });
    return keys;
  } finally {
    server.stop();
  }
}

function besideBare(notebook, ours, bare) {
  const note = "the editor of one cell in a page of its own: what is above its figure is ours";
  const beside = (what, of) => row({ name: `${notebook}: key to frame, ${what}`, unit: "ms", ours: of(ours), peer: of(bare), peerName: bareName, note });
  return [beside("median", median), beside("p95", p95)];
}

async function measureHuge(browser, rounds) {
  const server = await startServer();
  try {
    const url = `${server.url}/n/${await server.import(hugeNotebook(hugeCells, hugeLines))}`;
    const cookie = await server.cookie();
    const { keys } = await openAndType(browser, url, { cookie, rounds: 1, keys: [...text, ...text], pause: 60 });
    const opens = [];
    const scrolls = [];
    for (let round = 0; round < rounds; round++) {
      const { page, done } = await visit(browser, url, { cookie });
      opens.push(await editable(page));
      await page.waitForTimeout(1000);
      scrolls.push(await scroll(page));
      await done();
    }
    return { keys, opens, scrolls };
  } finally {
    await server.stop();
  }
}

async function measureOurs(browser, rounds) {
  const server = await startServer();
  try {
    const url = `${server.url}/n/${await server.import(bigNotebook(cells))}`;
    return await openAndType(browser, url, { cookie: await server.cookie(), rounds, keys: [...text, ...text], pause: 60 });
  } finally {
    await server.stop();
  }
}

// Once, and few keys: the original takes ten seconds to open and most of one for each key.
async function measureTheirs(browser) {
  const peer = await startPeer();
  try {
    await peer.configure();
    const session = await peer.import(bigNotebook(cells));
    return await openAndType(browser, `${peer.url}/srcbooks/${session.id}`, { rounds: 1, keys: [...text].slice(0, 12), pause: 60 });
  } finally {
    await peer.stop();
  }
}

/** Opens the page in fresh profiles and types into the last of them. */
async function openAndType(browser, url, { cookie, rounds, keys, pause }) {
  const opens = [];
  for (let round = 1; ; round++) {
    const { page, done } = await visit(browser, url, { cookie });
    try {
      opens.push(await editable(page, 180_000));
      if (round === rounds) return { opens, keys: await typeKeys(page, keys, pause) };
    } finally {
      await done();
    }
  }
}
