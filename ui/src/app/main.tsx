import "~/ui/base.css";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

/** How long a page that is painted may take to be seen, in ms. */
const PATIENCE_MS = 1_000;

/** Resolves when the browser has shown what public/first-paint.js has put there: reading scripts would hold it up. */
function seen(): Promise<void> {
  if (document.visibilityState === "hidden") return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS);
    new PerformanceObserver(() => resolve()).observe({ type: "paint", buffered: true });
  });
}

const shown = root.hasChildNodes() ? seen() : Promise.resolve();
void shown.then(() => import("./start.tsx")).then(({ start }) => start(root));
