import { useVirtualizer } from "@tanstack/react-virtual";
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
  const [offset, setOffset] = useState(0);
  const wanted = useRef<string | null>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    lanes: columns,
    gap,
    overscan: 8,
    scrollMargin: offset,
    estimateSize: () => height,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    getScrollElement: () => list.current?.closest("main") ?? null,
  });
  const rows = virtualizer.getVirtualItems();

  useLayoutEffect(() => {
    setOffset(list.current?.offsetTop ?? 0);
  }, []);
  // A row that was not in the document gets the focus as soon as it is.
  useEffect(() => {
    if (wanted.current !== null && focusPrimary(list.current, wanted.current)) wanted.current = null;
  });
  const last = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= items.length - 20) onNearEnd?.();
  }, [last, items.length, onNearEnd]);

  const focusIndex = (index: number) => {
    const item = items[index];
    if (item === undefined) return;
    virtualizer.scrollToIndex(index, { align: "auto" });
    wanted.current = focusPrimary(list.current, keyOf(item)) ? null : keyOf(item);
  };
  useImperativeHandle(handle, () => ({
    focus: (key) => focusIndex(items.findIndex((item) => keyOf(item) === key)),
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>) => {
    if (!(event.target instanceof HTMLElement) || !event.target.matches("[data-primary]")) return;
    const key = event.target.closest<HTMLElement>("[data-key]")?.dataset["key"];
    const from = items.findIndex((item) => keyOf(item) === key);
    const to = neighbour(event.key, from, columns, items.length);
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0) onLeaveTop?.();
    else focusIndex(to);
  };

  return (
    // biome-ignore lint/a11y/noNoninteractiveElementInteractions: the keys move between the links inside
    <ul
      ref={list}
      aria-label={label}
      onKeyDown={onKeyDown}
      className="relative"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {rows.map((row) => {
        const item = items[row.index];
        if (item === undefined) return null;
        return (
          <li
            key={row.key}
            data-key={keyOf(item)}
            aria-setsize={items.length}
            aria-posinset={row.index + 1}
            className="absolute top-0"
            style={{
              height: row.size,
              width: `calc((100% - ${(columns - 1) * gap}px) / ${columns})`,
              left: `calc((100% + ${gap}px) / ${columns} * ${row.lane})`,
              transform: `translateY(${row.start - offset}px)`,
            }}
          >
            {render(item)}
          </li>
        );
      })}
    </ul>
  );
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
