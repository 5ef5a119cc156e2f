// Ten megabytes of output in the browser, from the keys that run the cell to the last line.
import { editable, launch, visit } from "./lib/chromium.mjs";
import { lastLine, longOutputCell, notebook } from "./lib/notebooks.mjs";
import { measurePeer, peerName, startPeer } from "./lib/peer.mjs";
import { row } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";
import { max, median } from "./lib/stats.mjs";

const lines = 100_000; // of 100 bytes
const fewLines = 20_000; // what the original shows within seconds

export async function longOutput({ rounds, peerMissing, slowPeer }) {
  const browser = await launch();
  try {
    const whole = await ours(browser, lines, Math.max(3, Math.ceil(rounds / 7)));
    const part = await ours(browser, fewLines, 3);
    const theirPart = await measurePeer(peerMissing, () => theirs(browser, fewLines));
    const theirWhole = await measurePeer(peerMissing || (slowPeer ? "" : "it takes more than a minute: --slow-peer measures it"), () => theirs(browser, lines));
    return [
      ...rowsOf("10 MB", whole, theirWhole, { shown: { atMost: 1000 }, blocked: { atMost: 50 } }),
      ...rowsOf("2 MB", part, theirPart),
    ];
  } finally {
    await browser.close();
  }
}

function rowsOf(size, ours, theirs, goals = {}) {
  const name = `${size} of output in the browser`;
  return [
    row({
      name: `${name}: run to shown, median`, unit: "ms", ours: median(ours.shown), peer: theirs.of((t) => median(t.shown)), peerName, goal: goals.shown,
      note: "from the keys that run the cell to its last line on the screen; ours shows the first lines, so this contains opening the whole log and going to its end",
    }),
    row({
      name: `${name}: longest time the main thread was blocked`, unit: "ms", ours: max(ours.blocked), peer: theirs.of((t) => max(t.blocked)), peerName,
      goal: goals.blocked,
    }),
  ];
}

async function ours(browser, count, rounds) {
  const server = await startServer();
  try {
    const cookie = await server.cookie();
    const result = { shown: [], blocked: [] };
    for (let round = 0; round < rounds; round++) {
      const workspace = await server.import(notebook("Long output", { "long.ts": longOutputCell(count) }));
      keep(result, await measure(browser, `${server.url}/n/${workspace}`, count, cookie));
    }
    return result;
  } finally {
    await server.stop();
  }
}

async function theirs(browser, count) {
  const peer = await startPeer();
  try {
    await peer.configure();
    const session = await peer.import(notebook("Long output", { "long.ts": longOutputCell(count) }));
    const result = { shown: [], blocked: [] };
    keep(result, await measure(browser, `${peer.url}/srcbooks/${session.id}`, count));
    return result;
  } finally {
    await peer.stop();
  }
}

function keep(result, { shown, blocked }) {
  result.shown.push(shown);
  result.blocked.push(blocked);
}

/** Opens the page, runs its cell from the keyboard and waits until the page shows the last line. */
async function measure(browser, url, count, cookie) {
  const { page, done } = await visit(browser, url, { cookie });
  try {
    await editable(page);
    await page.locator('.cm-content[contenteditable="true"]').first().click();
    await page.waitForTimeout(1500); // the warm process, where there is one
    await page.evaluate(watchFor, { wanted: lastLine, everyLine: `Show all ${count.toLocaleString("en")} lines` });
    await page.keyboard.press("Control+Enter");
    const shown = await page.waitForFunction(() => window.benchShown.at, undefined, { timeout: 180_000, polling: 100 });
    await page.waitForTimeout(500); // what the last line brings with it
    return { shown: await shown.jsonValue(), blocked: await page.evaluate(() => window.benchShown.blocked) };
  } finally {
    await done();
  }
}

/**
 * Runs inside the page: from the next key on, keeps the longest time in which the main thread ran
 * no timer, and when the wanted text first stood at the end of some text of the page. Once the page
 * offers to show every line it is taken at its word, and logs are held at their ends.
 */
function watchFor({ wanted, everyLine }) {
  const seen = { at: undefined, blocked: 0 };
  Object.assign(window, { benchShown: seen });
  const interval = 4;
  const standsThere = () => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (texts.currentNode.data.slice(-300).includes(wanted)) return true;
    return false;
  };
  let begun = false;
  addEventListener("keydown", (event) => {
    if (begun || event.key !== "Enter") return;
    begun = true;
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      seen.blocked = Math.max(seen.blocked, now - last - interval);
      last = now;
    }, interval);
    const look = () => {
      if (standsThere()) {
        seen.at = performance.now() - event.timeStamp;
        return;
      }
      for (const button of document.querySelectorAll("button")) if (button.textContent.trim() === everyLine) button.click();
      for (const log of document.querySelectorAll('[role="log"]')) log.scrollTop = log.scrollHeight;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, true);
}
