import katex from "katex";
import "katex/dist/katex.min.css";

/** Draws TeX into an element; a mistake shows its source and what is wrong with it. */
export function renderMaths(place: HTMLElement, source: string, display: boolean): void {
  katex.render(source, place, {
    displayMode: display,
    throwOnError: false,
    errorColor: "var(--bad)",
    trust: false,
    strict: false,
    maxExpand: 500,
    maxSize: 50,
  });
}
