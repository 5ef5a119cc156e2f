import {
  type RefCallback,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import type { CellState } from "~/engine/state.ts";
import type { CellID } from "~/protocol/wire.ts";
import { CellHeights, type Part, partsOf, type Span, spanBetween } from "./cell-window.ts";

/** How far beyond the view cells are there, in pixels. */
const MARGIN = 800;

export interface CellWindow {
  /** The list with the cells near the view, in order. */
  readonly parts: readonly Part[];
  /** The ref of a cell's place in the list, which has data-place. */
  readonly place: RefCallback<HTMLElement>;
}

/**
 * Keeps only the cells near the view in the page, and a pinned one wherever it is: with all of a large
 * notebook in it, every key press would lay out, paint and watch all of them. The list has to be within
 * an element with data-scroller.
 */
export function useCellWindow(
  list: RefObject<HTMLElement | null>,
  cells: readonly CellState[],
  pinned: CellID | undefined,
): CellWindow {
  const heights = useMemo(() => new CellHeights(), []);
  const latest = useRef(cells);
  latest.current = cells;
  const [span, setSpan] = useState<Span>(() =>
    spanBetween(heights.ofAll(cells), 0, window.innerHeight + MARGIN),
  );

  const look = useCallback(() => {
    const scroller = scrollerOf(list.current);
    if (!scroller || !list.current) return;
    const view = scroller.getBoundingClientRect();
    const top = view.top - list.current.getBoundingClientRect().top;
    const next = spanBetween(
      heights.ofAll(latest.current),
      top - MARGIN,
      top + (view.height || window.innerHeight) + MARGIN,
    );
    setSpan((before) => (before.from === next.from && before.to === next.to ? before : next));
  }, [list, heights]);

  const sizes = useMemo(
    () =>
      new ResizeObserver((entries) => {
        const known = new Map(latest.current.map((c) => [c.id, c]));
        let moved = 0;
        for (const { target, borderBoxSize } of entries) {
          const cell = target instanceof HTMLElement && known.get(target.dataset.place ?? "");
          const difference = cell ? heights.note(cell, borderBoxSize[0]?.blockSize ?? 0) : 0;
          if (difference !== 0 && isAbove(target)) moved += difference;
        }
        if (moved !== 0) keepInPlace(list.current, moved);
        look();
      }),
    [heights, list, look],
  );

  const place = useCallback<RefCallback<HTMLElement>>(
    (element) => {
      if (!element) return;
      sizes.observe(element);
      return () => sizes.unobserve(element);
    },
    [sizes],
  );

  useLayoutEffect(() => {
    const scroller = scrollerOf(list.current);
    if (!scroller) return;
    const everything = () => flushSync(() => setSpan({ from: 0, to: latest.current.length }));
    sizes.observe(scroller);
    scroller.addEventListener("scroll", look, { passive: true });
    window.addEventListener("beforeprint", everything);
    window.addEventListener("afterprint", look);
    return () => {
      sizes.unobserve(scroller);
      scroller.removeEventListener("scroll", look);
      window.removeEventListener("beforeprint", everything);
      window.removeEventListener("afterprint", look);
    };
  }, [list, look, sizes]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other cells lie elsewhere
  useLayoutEffect(look, [look, cells]);

  const parts = useMemo(() => {
    const index = pinned === undefined ? -1 : cells.findIndex((c) => c.id === pinned);
    return partsOf(heights.ofAll(cells), span, index);
  }, [cells, heights, span, pinned]);
  return { parts, place };
}

const scrollerOf = (list: Element | null) => list?.closest("[data-scroller]") ?? null;

/** Whether an element lies wholly above what its scroller shows. */
function isAbove(element: Element): boolean {
  const scroller = scrollerOf(element);
  return scroller !== null && element.getBoundingClientRect().bottom < scroller.getBoundingClientRect().top;
}

/** Scrolls along with what grew or shrank above the view, where the browser does not do so by itself. */
function keepInPlace(list: Element | null, by: number): void {
  if (!CSS.supports("overflow-anchor", "auto")) scrollerOf(list)?.scrollBy({ top: by, behavior: "instant" });
}
