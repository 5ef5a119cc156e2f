import { type ReactNode, StrictMode } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { prime, takeBoot } from "~/data/boot.ts";
import { newCache } from "~/data/cache.ts";
import type { Boot } from "~/protocol/wire.ts";
import { followSystemTheme } from "~/ui/theme.ts";
import { App } from "./App.tsx";
import { newRouter } from "./router.tsx";

/** Opens the notebook that this page is about, while the rest of the page is still on its way. */
async function openAhead({ notebook }: Boot): Promise<void> {
  if (!notebook || window.location.pathname !== `/n/${notebook.id}`) return;
  const opening = await import("~/features/notebook/opening.ts");
  await opening.openAhead(
    notebook.id,
    notebook.cells.some((cell) => cell.kind === "markdown"),
  );
}

/** Puts the interface in the place of what was painted first, scrolled as far. */
function replace(root: HTMLElement, app: ReactNode): void {
  const { scrollTop = 0 } = root.querySelector("[data-painted-scroller]") ?? {};
  flushSync(() => createRoot(root).render(app));
  if (scrollTop > 0) root.querySelector("[data-scroller]")?.scrollTo({ top: scrollTop, behavior: "instant" });
}

/** Starts the interface. What is painted already stays until the same page can be drawn at once. */
export async function start(root: HTMLElement): Promise<void> {
  followSystemTheme();
  const cache = newCache();
  const boot = takeBoot(document);
  if (boot) prime(cache, boot);
  const router = newRouter(cache);
  const opened = boot && openAhead(boot).catch(() => {}); // the page says what is wrong
  if (root.hasChildNodes()) await Promise.all([router.load(), opened]);
  replace(
    root,
    <StrictMode>
      <App cache={cache} router={router} />
    </StrictMode>,
  );
}
