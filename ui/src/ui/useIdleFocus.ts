import { type RefObject, useEffect } from "react";

/**
 * Gives the keyboard to a scroller when nothing else has it, at first and whenever `place` changes, so
 * that Space, Page Down and the arrows scroll what is read.
 */
export function useIdleFocus(scroller: RefObject<HTMLElement | null>, place: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is another page to read
  useEffect(() => {
    const { activeElement } = document;
    const idle = activeElement === null || activeElement === document.body || activeElement.id === "content";
    if (idle) scroller.current?.focus({ preventScroll: true });
  }, [scroller, place]);
}

/** Gives the keyboard to the page when what had it went as this came, such as the last row of a list. */
export function useFocusOfGone(): void {
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement !== null && activeElement !== document.body) return;
    document.getElementById("content")?.focus({ preventScroll: true });
  }, []);
}
