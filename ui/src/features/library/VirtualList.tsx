import {
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { rowCommands } from "~/commands/library.ts";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";

export interface ListHandle {
  /** Moves the focus to the item with this key, which is scrolled into view. */
  focus: (key: string) => void;
}

/**
 * A list of which only what is in view is in the document, inside the scrolling <main>. The commands of rows
 * move between the items' primary elements, which render marks with data-primary and data-keys="row".
 */
export function VirtualList<T>({
  label,
  items,
  keyOf,
  height,
  columns = 1,
  gap = 0,
  handle,
  onLeaveTop,
  onNearEnd,
  render,
}: {
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string;
  /** Of one item, in CSS pixels. */
  height: number;
  columns?: number;
  /** Between items, in CSS pixels. */
  gap?: number;
  handle?: Ref<ListHandle>;
  /** Called when the arrow up is pressed on the first item. */
  onLeaveTop?: () => void;
  /** Called when the end comes near the view. */
  onNearEnd?: () => void;
  render: (item: T) => ReactNode;
}) {
  const list = useRef<HTMLUListElement>(null);
  const wanted = useRef<string | null>(null);
  const step = height + gap;
  const lines = Math.ceil(items.length / columns);
  const [from, to] = useShownLines(list, step, lines);

  // A row that was not in the document gets the focus as soon as it is.
  useEffect(() => {
    if (wanted.current !== null && focusPrimary(list.current, wanted.current)) wanted.current = null;
  });
  useEffect(() => {
    if (to * columns >= items.length) onNearEnd?.();
  }, [to, columns, items.length, onNearEnd]);

  const focusIndex = (index: number) => {
    const item = items[index];
    if (item === undefined || !list.current) return;
    scrollToLine(list.current, Math.floor(index / columns) * step, height);
    wanted.current = focusPrimary(list.current, keyOf(item)) ? null : keyOf(item);
  };
  useImperativeHandle(handle, () => ({
    focus: (key) => focusIndex(items.findIndex((item) => keyOf(item) === key)),
  }));

  useMoves(items.length > 0, columns > 1, (to) => {
    const key = keyAtFocus();
    const at = items.findIndex((item) => keyOf(item) === key);
    const next = neighbour(to, at, columns, items.length);
    if (next < 0) onLeaveTop?.();
    else focusIndex(next);
  });

  return (
    <ul
      ref={list}
      aria-label={label}
      className="relative"
      style={{ height: Math.max(0, lines * step - gap) }}
    >
      {items.slice(from * columns, to * columns).map((item, i) => {
        const index = from * columns + i;
        return (
          <li
            key={keyOf(item)}
            data-key={keyOf(item)}
            aria-setsize={items.length}
            aria-posinset={index + 1}
            className="absolute"
            style={{
              top: Math.floor(index / columns) * step,
              left: `calc((100% + ${gap}px) / ${columns} * ${index % columns})`,
              width: `calc((100% - ${(columns - 1) * gap}px) / ${columns})`,
              height,
            }}
          >
            {render(item)}
          </li>
        );
      })}
    </ul>
  );
}

const overscan = 12; // lines beyond the view, so that scrolling and arrow keys find them there

const scrollerOf = (list: HTMLElement): HTMLElement | null => list.closest("main");

/** The lines to draw, from and up to, not including, as the list is scrolled and the page resized. */
function useShownLines(
  list: { readonly current: HTMLElement | null },
  step: number,
  lines: number,
): [number, number] {
  const [shown, setShown] = useState<[number, number]>([0, overscan * 2]);
  useLayoutEffect(() => {
    const scroller = list.current && scrollerOf(list.current);
    if (!scroller) return;
    const measure = () => {
      const above = scroller.scrollTop - (list.current?.offsetTop ?? 0);
      const from = Math.max(0, Math.floor(above / step) - overscan);
      const to = Math.ceil((above + scroller.clientHeight) / step) + overscan;
      setShown((now) => (now[0] === from && now[1] === to ? now : [from, to]));
    };
    measure();
    scroller.addEventListener("scroll", measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    return () => {
      scroller.removeEventListener("scroll", measure);
      observer.disconnect();
    };
  }, [list, step]);
  // A list that became shorter while it was scrolled shows its last lines.
  const to = Math.min(shown[1], lines);
  return [Math.max(0, Math.min(shown[0], to - 1)), to];
}

/** Brings a line of the list into view, with as little scrolling as that takes. */
function scrollToLine(list: HTMLElement, top: number, height: number): void {
  const scroller = scrollerOf(list);
  if (!scroller) return;
  const start = list.offsetTop + top;
  if (start < scroller.scrollTop) scroller.scrollTop = start;
  else if (start + height > scroller.scrollTop + scroller.clientHeight) {
    scroller.scrollTop = start + height - scroller.clientHeight;
  }
}

function focusPrimary(list: HTMLElement | null, key: string): boolean {
  const primary = list?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"] [data-primary]`);
  primary?.focus({ preventScroll: true });
  return primary !== null && primary !== undefined;
}

/** The key of the item whose primary element has the keyboard. */
export function keyAtFocus(): string | undefined {
  const focused = document.activeElement;
  if (!focused?.matches("[data-primary]")) return undefined;
  return focused.closest<HTMLElement>("[data-key]")?.dataset.key;
}

const moves = ["up", "down", "left", "right", "first", "last"] as const;
type Move = (typeof moves)[number];

/** Offers to move between the items. */
function useMoves(some: boolean, inColumns: boolean, move: (to: Move) => void): void {
  const latest = useRef(move);
  latest.current = move;
  useCommands(
    useMemo(
      () =>
        moves.map((to): Command => {
          const enabled = some && (inColumns || (to !== "left" && to !== "right"));
          return { ...rowCommands[`row.${to}`], enabled, run: () => latest.current(to) };
        }),
      [some, inColumns],
    ),
  );
}

/** The index of the item that a move leads to; -1 above the first row. From -1, outside the list, it enters it. Pure. */
export function neighbour(to: Move, from: number, columns: number, count: number): number {
  if (to === "last") return count - 1;
  if (to === "first" || from < 0) return 0;
  switch (to) {
    case "down":
      return Math.min(from + columns, count - 1);
    case "up":
      return from - columns < 0 ? -1 : from - columns;
    case "right":
      return Math.min(from + 1, count - 1);
    case "left":
      return Math.max(0, from - 1);
  }
}
