import { type RefObject, useEffect } from "react";
import { isFocusLost } from "./useKeptFocus.ts";

/**
 * Gives the keyboard to a scroller when nothing else has it, at first and whenever `place` changes, so
 * that Space, Page Down and the arrows scroll what is read.
 */
export function useIdleFocus(scroller: RefObject<HTMLElement | null>, place: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is another page to read
  useEffect(() => {
    if (isFocusLost() || document.activeElement?.id === "content")
      scroller.current?.focus({ preventScroll: true });
  }, [scroller, place]);
}

/** Gives the keyboard to the page when what had it went as this came, such as the last row of a list. */
export function useFocusOfGone(): void {
  useEffect(() => {
    if (isFocusLost()) document.getElementById("content")?.focus({ preventScroll: true });
  }, []);
}
