import { type RefCallback, useCallback, useRef } from "react";

/** What takes the keyboard when what had it is gone, the nearest first: a cell, a tab's part, the page. */
const HOMES = "[data-cell][tabindex], [role=tabpanel], [data-scroller], #content";

/** Whether nothing has the keyboard: what had it is gone. */
export const isFocusLost = (): boolean =>
  document.activeElement === null || document.activeElement === document.body;

/**
 * A ref for what an action takes away, such as the button that was pressed. If it goes with the keyboard on it,
 * the keyboard goes on to `next`; without one to the cell, or the part of the panel, around it.
 */
export function useKeptFocus(next?: () => HTMLElement | null): RefCallback<HTMLElement> {
  const latest = useRef(next);
  latest.current = next;
  return useCallback((element) => {
    if (!element) return;
    return () => {
      if (!element.contains(document.activeElement)) return;
      const homes = homesAround(element);
      // What comes in its place may take the keyboard itself.
      queueMicrotask(() => {
        if (!isFocusLost()) return;
        const home = latest.current?.() ?? homes.find((h) => h.isConnected);
        home?.focus({ preventScroll: true });
      });
    };
  }, []);
}

function homesAround(element: HTMLElement): readonly HTMLElement[] {
  const homes: HTMLElement[] = [];
  for (let at = element.parentElement; at; at = at.parentElement) if (at.matches(HOMES)) homes.push(at);
  return homes;
}

/** Gives the keyboard to the selected cell, or to the page, when what should get it back is gone. */
export function focusHome(): void {
  const homes = ["[data-cell][data-selected]", "[data-scroller]", "#content"];
  const home = homes.map((h) => document.querySelector<HTMLElement>(h)).find((h) => h !== null);
  home?.focus({ preventScroll: true });
}
