// Where addresses within a notebook lead.
import type { Text } from "@codemirror/state";
import type { CellState } from "~/engine/state.ts";
import type { CellID } from "~/protocol/wire.ts";
import { decoded } from "./follow.ts";
import { type Heading, headingsOf } from "./markdown.ts";

/** A cell, or a heading within it by its id. */
export interface Place {
  readonly cell: CellID;
  readonly heading?: string;
}

const known = new WeakMap<Text, readonly Heading[]>();

/** The headings of a cell's text, worked out once per version of it. */
export function headingsIn({ id, text }: Pick<CellState, "id" | "text">): readonly Heading[] {
  const found = known.get(text) ?? headingsOf(text.toString(), id);
  known.set(text, found);
  return found;
}

/**
 * What the part of an address behind # names: a heading's own anchor, else the first heading that is called so, as
 * links in prose have it, else the cell whose heading is not called so any more. Where no heading has the very words,
 * marks between letters do not count: other programs make anchors otherwise. Pure.
 */
export function placeOf(anchor: string, cells: readonly CellState[]): Place | undefined {
  const sought = decoded(anchor);
  const headings = cells
    .filter(({ kind }) => kind === "markdown")
    .flatMap((cell) =>
      headingsIn(cell).map(({ id }) => ({ cell: cell.id, id, slug: id.slice(cell.id.length + 1) })),
    );
  const found =
    headings.find(({ id }) => id === sought) ??
    headings.find(({ slug }) => slug === sought) ??
    headings.find(({ slug }) => letters(slug) !== "" && letters(slug) === letters(sought));
  if (found) return { cell: found.cell, heading: found.id };
  const cell = cells.find(({ id }) => sought.startsWith(`${id}-`));
  return cell && { cell: cell.id };
}

const letters = (slug: string): string => slug.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
