// Chromium: a fresh profile per page, and probes that run inside pages.
import { chromium as playwright } from "playwright-core";
import { chromium as executable } from "./places.mjs";

/** Starts Chromium, which reaches loopback only. */
export function launch() {
  return playwright.launch({
    executablePath: executable,
    args: [
      "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  });
}

/** Opens the address in a profile of its own, with the probes in place; `done` closes the profile. */
export async function visit(browser, url, { cookie } = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  if (cookie) await context.addCookies([cookie]);
  const page = await context.newPage();
  await page.addInitScript(installProbes);
  const scripts = await countScripts(page);
  await page.goto(url, { waitUntil: "commit" });
  return { page, scripts, done: () => context.close() };
}

/** Runs inside the page before anything of it. Times are ms since the navigation began. */
function installProbes() {
  const probes = { editable: undefined, largestPaint: 0, longestTask: 0, keys: [] };
  Object.assign(window, { benchProbes: probes });
  const observe = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  observe("largest-contentful-paint", (entry) => { probes.largestPaint = entry.startTime; });
  observe("longtask", (entry) => { probes.longestTask = Math.max(probes.longestTask, entry.duration); });
  const editor = '.cm-content[contenteditable="true"]';
  const look = () => {
    if (!document.querySelector(editor)) requestAnimationFrame(look);
    else setTimeout(() => { probes.editable = performance.now(); }); // once the main thread is free
  };
  look();
  const painted = new MessageChannel();
  let pressed = [];
  painted.port1.onmessage = () => {
    const now = performance.now();
    probes.keys.push(...pressed.splice(0).map((at) => now - at));
  };
  addEventListener("keydown", (event) => {
    pressed.push(event.timeStamp);
    requestAnimationFrame(() => painted.port2.postMessage(undefined)); // a task after the frame
  }, true);
}

/** Bytes on the wire of the scripts that the page fetches, without the headers of the answers. */
async function countScripts(page) {
  const devtools = await page.context().newCDPSession(page);
  const headers = new Map(); // of scripts, by request
  const total = { bytes: 0, files: 0 };
  devtools.on("Network.responseReceived", ({ requestId, response }) => {
    if (/javascript/.test(response.mimeType)) headers.set(requestId, response.encodedDataLength);
  });
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!headers.has(requestId)) return;
    total.bytes += encodedDataLength - headers.get(requestId);
    total.files++;
  });
  await devtools.send("Network.enable");
  return total;
}

/** What the probes have seen so far. */
export const probes = (page) => page.evaluate(() => window.benchProbes);

/** Waits until an editor takes keys; resolves with the ms since the navigation began. */
export async function editable(page, within = 60_000) {
  const handle = await page.waitForFunction(() => window.benchProbes?.editable, undefined, { timeout: within, polling: 20 });
  return handle.jsonValue();
}

/** Types the text key by key into the first code editor; resolves with the ms from key to frame. */
export async function typeKeys(page, keys, pause) {
  await page.locator('.cm-content[contenteditable="true"]').first().click();
  await page.keyboard.press("Control+End");
  await page.waitForTimeout(500);
  await page.evaluate(() => { window.benchProbes.keys = []; });
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(pause);
  }
  await page.waitForFunction((count) => window.benchProbes.keys.length >= count, keys.length, { timeout: 60_000 });
  return (await probes(page)).keys;
}
