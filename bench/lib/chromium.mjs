// Chromium: a fresh profile per page, and probes that run inside pages.
import { chromium as playwright } from "playwright-core";
import { chromium as executable } from "./places.mjs";

/** Starts Chromium, which reaches loopback only. */
export function launch(args = []) {
  return playwright.launch({
    executablePath: executable,
    args: [
      "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), ...args,
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
  const probes = { editable: undefined, largestPaint: 0, longestTask: 0 };
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

/**
 * Types the text key by key into the first code editor; resolves with the ms from each key to the frame
 * that shows it: from the time at which the browser process got the key to the time at which the
 * compositor presented the next frame. That is the Event Timing of the keydown, which the page would get
 * rounded to 8 ms, taken from a trace, where it is not rounded.
 */
export async function typeKeys(page, keys, pause) {
  await page.locator('.cm-content[contenteditable="true"]').first().click();
  await page.keyboard.press("Control+End");
  await page.waitForTimeout(500);
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: ["devtools.timeline"] });
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForTimeout(pause);
  }
  await page.waitForTimeout(20 * pause); // the last key's frame
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const times = traceEvents.map((e) => e.name === "EventTiming" && e.args.data).filter((d) => d?.type === "keydown" && d.duration > 0).map((d) => d.duration);
  if (times.length < keys.length) throw new Error(`${keys.length} keys were pressed, and frames of ${times.length} seen`);
  return times;
}

/**
 * Scrolls the notebook as a touchpad does, at 3,600 pixels a second for three seconds; resolves with the
 * frames a second that the page drew meanwhile and the longest time between two of them in ms.
 */
export async function scroll(page) {
  const devtools = await page.context().newCDPSession(page);
  await page.evaluate(() => {
    const drawn = [];
    window.benchProbes.drawn = drawn;
    const draw = (now) => { drawn.push(now); requestAnimationFrame(draw); };
    requestAnimationFrame(draw);
  });
  const { x, y } = await page.evaluate(() => ({ x: innerWidth / 2, y: innerHeight / 2 }));
  const from = await page.evaluate(() => { window.benchProbes.drawn.length = 0; return document.querySelector("[data-scroller]").scrollTop; });
  await devtools.send("Input.synthesizeScrollGesture", { x, y, yDistance: -3 * 3600, speed: 3600, preventFling: true });
  const { drawn, to } = await page.evaluate(() => ({ drawn: [...window.benchProbes.drawn], to: document.querySelector("[data-scroller]").scrollTop }));
  if (to - from < 3 * 3600 * 0.9) throw new Error(`scrolled by ${to - from} pixels only`);
  const gaps = drawn.slice(1).map((at, i) => at - drawn[i]);
  return { rate: (1000 * gaps.length) / (drawn.at(-1) - drawn[0]), longest: Math.max(...gaps) };
}
