import "~/ui/base.css";
import { StrictMode } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { prime, takeBoot } from "~/data/boot.ts";
import { newCache } from "~/data/cache.ts";
import type { Boot } from "~/protocol/wire.ts";
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

/** Opens the notebook that this page is about, while the rest of the page is still on its way. */
async function openAhead({ notebook }: Boot): Promise<void> {
  if (!notebook || window.location.pathname !== `/n/${notebook.id}`) return;
  const opening = await import("~/features/notebook/opening.ts");
  await opening.openAhead(
    notebook.id,
    notebook.cells.some((cell) => cell.kind === "markdown"),
  );
}

/** Shows the interface in the place of what was painted first, scrolled as far. */
function show(place: HTMLElement): void {
  const { scrollTop = 0 } = place.querySelector("[data-painted-scroller]") ?? {};
  flushSync(() =>
    createRoot(place).render(
      <StrictMode>
        <App cache={cache} router={router} />
      </StrictMode>,
    ),
  );
  if (scrollTop > 0)
    place.querySelector("[data-scroller]")?.scrollTo({ top: scrollTop, behavior: "instant" });
}

followSystemTheme();
const cache = newCache();
const boot = takeBoot(document);
if (boot) prime(cache, boot);
const router = newRouter(cache);
const opened = boot && openAhead(boot).catch(() => {}); // the page says what is wrong
// What public/first-paint.js has put there is seen first, and then replaced by the same page at once.
const ready = root.hasChildNodes() ? Promise.all([painted(), router.load(), opened]) : Promise.resolve();
void ready.then(() => show(root));
