// What Lighthouse says about the pages, as somebody who is signed in sees them.
import lighthouse from "lighthouse";
import desktop from "lighthouse/core/config/desktop-config.js";
import { freePort } from "./lib/child.mjs";
import { launch } from "./lib/chromium.mjs";
import { ordinaryNotebook } from "./lib/notebooks.mjs";
import { row } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";
import { median } from "./lib/stats.mjs";

const library = 10;
const audited = 3; // times each; the first one finds the browser cold
const screens = { desktop, mobile: undefined }; // Lighthouse's own default is a slow phone

export async function lighthouseScores() {
  const server = await startServer();
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  try {
    await signIn(browser, await server.cookie());
    let workspace;
    for (let i = 0; i < library; i++) workspace = await server.import(ordinaryNotebook(i));
    const pages = { home: `${server.url}/`, notebook: `${server.url}/n/${workspace}` };
    const rows = [];
    for (const [screen, config] of Object.entries(screens)) {
      for (const [page, url] of Object.entries(pages)) rows.push(...(await rowsOf(page, screen, () => audit(url, port, config))));
    }
    return rows;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Lighthouse opens tabs of the browser itself, which have what that keeps, and no profile of their own. */
async function signIn(browser, { name, value, url }) {
  const devtools = await browser.newBrowserCDPSession();
  await devtools.send("Storage.setCookies", { cookies: [{ name, value, url }] });
}

async function audit(url, port, config, attempts = 3) {
  const { lhr } = await lighthouse(url, { port, logLevel: "silent", onlyCategories: ["performance", "accessibility"] }, config);
  // A busy browser loses traces; Lighthouse asks to be run again then.
  if (lhr.runtimeError && attempts > 1) return audit(url, port, config, attempts - 1);
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  if (lhr.finalDisplayedUrl !== url) throw new Error(`${url} led to ${lhr.finalDisplayedUrl}`);
  return lhr;
}

async function rowsOf(page, screen, measure) {
  const reports = [];
  for (let i = 0; i < audited; i++) reports.push(await measure());
  const score = (category, goal) => row({
    name: `${page} page, Lighthouse ${category}, ${screen}`, unit: "points", goal,
    ours: median(reports.map((r) => Math.round(100 * r.categories[category].score))),
    note: findings(reports.at(-1), category),
  });
  // Nobody writes code on a slow phone, but what it shows has to be usable.
  return [score("performance", screen === "desktop" ? { atLeast: 95 } : undefined), score("accessibility", { atLeast: 100 })];
}

/** What costs points, with the figures that were measured. */
function findings({ categories, audits }, category) {
  const { auditRefs } = categories[category];
  const costly = auditRefs.filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < (category === "performance" ? 0.9 : 1));
  return costly.map(({ id }) => `${id} ${audits[id].displayValue ?? ""}`.trim()).join(", ");
}
