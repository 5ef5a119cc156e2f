// What this browser shows collapsed: the code and the output of cells, and the cells below a heading.
// Remembered by cell: ids are not used twice.
import { useCallback, useSyncExternalStore } from "react";
import type { CellState } from "~/engine/state.ts";
import type { CellID } from "~/protocol/wire.ts";

/** What of a cell is collapsed; a section is all cells below a heading, up to the next as high. */
export type Part = "code" | "output" | "section";

type Collapsed = Readonly<Record<Part, ReadonlySet<CellID>>>;

const KEY = "srcbook.collapsed";
const MOST = 1_000;
const PARTS: readonly Part[] = ["code", "output", "section"];

let current: Collapsed | undefined;
const listeners = new Set<() => void>();

/** What is collapsed now. It is another object after every change. */
export function collapsed(): Collapsed {
  current ??= read();
  return current;
}

function read(): Collapsed {
  let stored: Partial<Record<Part, unknown>> = {};
  try {
    stored = JSON.parse(localStorage.getItem(KEY) ?? "{}") ?? {};
  } catch {
    // Nothing is collapsed then.
  }
  const cells = (part: Part) => {
    const list = stored[part];
    return new Set(Array.isArray(list) ? list.filter((cell) => typeof cell === "string") : []);
  };
  return { code: cells("code"), output: cells("output"), section: cells("section") };
}

/** Collapses a part of cells, or shows it again. */
export function collapse(cells: readonly CellID[], part: Part, on: boolean): void {
  const before = collapsed();
  if (cells.every((cell) => before[part].has(cell) === on)) return;
  const others = [...before[part]].filter((cell) => !cells.includes(cell));
  current = { ...before, [part]: new Set(on ? [...others, ...cells].slice(-MOST) : others) };
  try {
    const kept = PARTS.map((each) => [each, [...collapsed()[each]]]);
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(kept)));
  } catch {
    // Storage is full or blocked: it holds until the page is left.
  }
  for (const listener of [...listeners]) listener();
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether a part of a cell is collapsed. */
export function useCollapsed(cell: CellID, part: Part): boolean {
  return useSyncExternalStore(
    subscribe,
    useCallback(() => collapsed()[part].has(cell), [cell, part]),
  );
}

/** How high the heading is that a text begins with, from 1; undefined for others. Pure. */
export function headingLevel({ kind, text }: Pick<CellState, "kind" | "text">): number | undefined {
  if (kind !== "markdown") return undefined;
  return /^(#{1,6})\s+\S/.exec(text.line(1).text)?.[1]?.length;
}

/** The cells below the heading that a cell begins with. Pure. */
export function sectionOf(cells: readonly CellState[], heading: CellID): readonly CellState[] {
  const at = cells.findIndex((cell) => cell.id === heading);
  const own = cells[at];
  const level = own && headingLevel(own);
  if (level === undefined) return [];
  const end = cells.findIndex(
    (cell, i) => i > at && (headingLevel(cell) ?? Number.POSITIVE_INFINITY) <= level,
  );
  return cells.slice(at + 1, end < 0 ? undefined : end);
}

/** The cells that do not show, each with the collapsed headings that it is below. Pure. */
export function hiddenIn(
  cells: readonly CellState[],
  sections: ReadonlySet<CellID> = collapsed().section,
): ReadonlyMap<CellID, readonly CellID[]> {
  const hidden = new Map<CellID, CellID[]>();
  for (const { id } of cells) {
    if (!sections.has(id)) continue;
    for (const below of sectionOf(cells, id)) hidden.set(below.id, [...(hidden.get(below.id) ?? []), id]);
  }
  return hidden;
}
