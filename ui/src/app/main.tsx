import "~/ui/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { prime, takeBoot } from "~/data/boot.ts";
import { newCache } from "~/data/cache.ts";
import { followSystemTheme } from "~/ui/theme.ts";
import { App } from "./App.tsx";
import { newRouter } from "./router.tsx";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

/** Resolves when the browser has painted something, and at the latest after 100 ms: a hidden tab never does. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 100);
    new PerformanceObserver(() => resolve()).observe({ type: "paint", buffered: true });
  });
}

followSystemTheme();
const cache = newCache();
const boot = takeBoot(document);
if (boot) prime(cache, boot);
const router = newRouter(cache);
// What public/first-paint.js has put there is seen first, and then replaced by the same page at once.
const ready = root.hasChildNodes() ? Promise.all([painted(), router.load()]) : Promise.resolve();
void ready.then(() =>
  createRoot(root).render(
    <StrictMode>
      <App cache={cache} router={router} />
    </StrictMode>,
  ),
);
