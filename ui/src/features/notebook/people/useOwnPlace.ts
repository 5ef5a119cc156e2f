import { useEffect } from "react";
import { useLive } from "~/live/LiveProvider.tsx";
import { useNotebook } from "../NotebookContext.ts";

/** After scrolling others are told of the first cell on the screen this often, in ms. */
const PACE_MS = 150;

/** Keeps telling the others which cell has the focus, what is on the screen, and whether anybody looks. */
export function useOwnPlace(): void {
  const { presence } = useLive();
  const { selection } = useNotebook();
  useEffect(() => {
    const focus = () => {
      const { cell, focus } = selection.state;
      presence.focus(focus === "none" ? undefined : cell);
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const view = () => {
      timer = undefined;
      presence.view(firstOnScreen());
    };
    const scrolled = () => {
      timer ??= setTimeout(view, PACE_MS);
    };
    focus();
    view();
    const unsubscribe = selection.subscribe(focus);
    document.addEventListener("visibilitychange", presence.seen);
    window.addEventListener("scroll", scrolled, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      unsubscribe();
      document.removeEventListener("visibilitychange", presence.seen);
      window.removeEventListener("scroll", scrolled, { capture: true });
    };
  }, [presence, selection]);
}

function firstOnScreen(): string | undefined {
  const scroller = document.querySelector("[data-scroller]");
  const top = scroller?.getBoundingClientRect().top ?? 0;
  const places = scroller?.querySelectorAll<HTMLElement>("[data-place]") ?? [];
  return [...places].find((p) => p.getBoundingClientRect().bottom > top + 8)?.dataset.place;
}
