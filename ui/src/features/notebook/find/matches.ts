// Where a query is found in a notebook, and what replacing does to it. Pure.
import { ChangeSet } from "@codemirror/state";
import { type CellState, isMovable } from "~/engine/state.ts";
import type { TextEdit } from "~/engine/undo.ts";
import type { CellID } from "~/protocol/wire.ts";
import type { Finder, Range } from "./query.ts";

/** A place in the notebook. */
export interface Match extends Range {
  readonly cell: CellID;
}

/** The cells in which something was found, in the order of the search, with the places in each. */
export type Found = readonly { readonly cell: CellState; readonly ranges: readonly Range[] }[];

/** The order in which cells are looked through: the configuration, which is rarely meant, comes last. */
function inOrder(cells: readonly CellState[]): readonly CellState[] {
  const isConfiguration = (cell: CellState) => !isMovable(cell.kind);
  return [...cells.filter((c) => !isConfiguration(c)), ...cells.filter(isConfiguration)];
}

/** Looks through all cells, package.json and tsconfig.json too, whether or not they are on the page. */
export function search(cells: readonly CellState[], finder: Finder): Found {
  return inOrder(cells).flatMap((cell) => {
    const ranges = finder.find(cell.text);
    return ranges.length > 0 ? [{ cell, ranges }] : [];
  });
}

/** How many places there are. */
export const countOf = (found: Found) => found.reduce((n, { ranges }) => n + ranges.length, 0);

/** The place with a number, from 0. */
export function matchAt(found: Found, index: number): Match | undefined {
  let left = index;
  for (const { cell, ranges } of found) {
    const range = ranges[left];
    if (range) return { cell: cell.id, ...range };
    left -= ranges.length;
  }
  return undefined;
}

/** The number of a place, -1 when it is no longer one. */
export function indexOf(found: Found, match: Match | undefined): number {
  let before = 0;
  for (const { cell, ranges } of found) {
    if (cell.id === match?.cell) {
      const i = ranges.findIndex((r) => r.from === match.from && r.to === match.to);
      return i < 0 ? -1 : before + i;
    }
    before += ranges.length;
  }
  return -1;
}

/** The first place at or after a position; the first of all when there is none. */
export function firstFrom(
  found: Found,
  cells: readonly CellState[],
  start: { readonly cell: CellID; readonly at: number } | undefined,
): number {
  const order = new Map(inOrder(cells).map((c, i) => [c.id, i]));
  const begin = start ? (order.get(start.cell) ?? 0) : 0;
  let before = 0;
  for (const { cell, ranges } of found) {
    const place = order.get(cell.id) ?? 0;
    if (place > begin) return before;
    if (place === begin) {
      const i = ranges.findIndex((r) => r.from >= (start?.at ?? 0));
      if (i >= 0) return before + i;
    }
    before += ranges.length;
  }
  return 0;
}

/** The edits that replace all the places given. */
export function replacements(found: Found, finder: Finder, replacement: string): TextEdit[] {
  return found.map(({ cell: { id, text }, ranges }) => {
    const specs = ranges.map((r) => ({ ...r, insert: finder.replace(text, r, replacement) }));
    return { cell: id, base: text, changes: ChangeSet.of(specs, text.length) };
  });
}
