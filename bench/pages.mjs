// What a browser with an empty cache loads, and when it has painted the largest thing.
import { launch, probes, visit } from "./lib/chromium.mjs";
import { ordinaryNotebook } from "./lib/notebooks.mjs";
import { peerName, startPeer } from "./lib/peer.mjs";
import { row } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";
import { median, p95 } from "./lib/stats.mjs";

const library = 10;
const quiet = 1500; // ms after the last request in which nothing more may come

export async function pages({ rounds, peerMissing }) {
  const server = await startServer();
  const peer = peerMissing ? undefined : await startPeer();
  const browser = await launch();
  try {
    const cookie = await server.cookie();
    const workspace = await fill(server);
    const session = peer && await fill(peer);
    await peer?.configure();
    const visits = {
      home: () => load(browser, `${server.url}/`, { cookie }),
      notebook: () => load(browser, `${server.url}/n/${workspace}`, { cookie }),
      ...(peer && { peerHome: () => load(browser, `${peer.url}/`), peerNotebook: () => load(browser, `${peer.url}/srcbooks/${session.id}`) }),
    };
    const samples = Object.fromEntries(Object.keys(visits).map((name) => [name, []]));
    for (let round = 0; round < Math.max(5, Math.ceil(rounds / 4)); round++) {
      for (const [name, measure] of Object.entries(visits)) samples[name].push(await measure());
    }
    return rowsOf(samples, peerMissing);
  } finally {
    await browser.close();
    await peer?.stop();
    await server.stop();
  }
}

/** Fills the library and returns what importing the last notebook gave. */
async function fill(server) {
  let last;
  for (let i = 0; i < library; i++) last = await server.import(ordinaryNotebook(i));
  return last;
}

async function load(browser, url, options) {
  const { page, scripts, done } = await visit(browser, url, options);
  try {
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(quiet);
    const { largestPaint } = await probes(page);
    if (new URL(page.url()).pathname !== new URL(url).pathname) throw new Error(`${url} led to ${page.url()}`);
    return { kilobytes: scripts.bytes / 1000, largestPaint };
  } finally {
    await done();
  }
}

function rowsOf(samples, peerMissing) {
  const of = (name, field, summary = median) => (samples[name] ? summary(samples[name].map((s) => s[field])) : peerMissing);
  const compared = (name, unit, ours, peer, goal) => row({ name, unit, ours, peer, peerName, goal });
  return [
    compared("home page, JavaScript of the first load", "KB", of("home", "kilobytes"), of("peerHome", "kilobytes"), { atMost: 150 }),
    compared("notebook page, JavaScript of the first load", "KB", of("notebook", "kilobytes"), of("peerNotebook", "kilobytes"), { atMost: 400 }),
    compared("home page, largest contentful paint, median", "ms", of("home", "largestPaint"), of("peerHome", "largestPaint"), { ofPeer: 0.5 }),
    compared("home page, largest contentful paint, p95", "ms", of("home", "largestPaint", p95), of("peerHome", "largestPaint", p95)),
    compared("notebook page, largest contentful paint, median", "ms", of("notebook", "largestPaint"), of("peerNotebook", "largestPaint"), { ofPeer: 0.5 }),
  ];
}
