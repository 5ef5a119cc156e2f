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
