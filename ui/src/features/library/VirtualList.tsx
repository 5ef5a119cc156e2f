import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

export interface ListHandle {
  /** Moves the focus to the item with this key, which is scrolled into view. */
  focus: (key: string) => void;
}

/**
 * A list of which only what is in view is in the document, inside the scrolling <main>. Arrow keys, Home
 * and End move between the items' primary elements, which render marks with data-primary.
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

  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    if (!(event.target instanceof HTMLElement) || !event.target.matches("[data-primary]")) return;
    const key = event.target.closest<HTMLElement>("[data-key]")?.dataset.key;
    const at = items.findIndex((item) => keyOf(item) === key);
    const next = neighbour(event.key, at, columns, items.length);
    if (next === undefined) return;
    event.preventDefault();
    if (next < 0) onLeaveTop?.();
    else focusIndex(next);
  };

  return (
    <ul
      ref={list}
      aria-label={label}
      onKeyDown={onKeyDown}
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

/** The index a key leads to; -1 above the first row; undefined when the key leads nowhere. Pure. */
export function neighbour(key: string, from: number, columns: number, count: number): number | undefined {
  const clamp = (index: number) => Math.min(index, count - 1);
  switch (key) {
    case "ArrowDown":
      return clamp(from + columns);
    case "ArrowUp":
      return from - columns < 0 ? -1 : from - columns;
    case "ArrowRight":
      return columns > 1 ? clamp(from + 1) : undefined;
    case "ArrowLeft":
      return columns > 1 ? Math.max(0, from - 1) : undefined;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
