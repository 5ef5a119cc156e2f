// Which cells of a long notebook have to be there, by how high they are.
import type { CellState } from "~/engine/state.ts";
import type { CellID } from "~/protocol/wire.ts";

/** A run of cells by their index: the first one, and the one after the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The cells that lie between two heights, in pixels from the top of the list. */
export function spanBetween(heights: readonly number[], top: number, bottom: number): Span {
  let from = 0;
  let y = 0;
  while (from < heights.length && y + (heights[from] ?? 0) <= top) y += heights[from++] ?? 0;
  let to = from;
  while (to < heights.length && y < bottom) y += heights[to++] ?? 0;
  return { from, to };
}

/** What the list consists of: cells, and gaps where cells are left out. */
export type Part =
  | { readonly kind: "cell"; readonly index: number }
  | { readonly kind: "gap"; readonly index: number; readonly height: number };

/** The list with the cells of a span and a pinned one, in order. A gap has its first cell's index. */
export function partsOf(heights: readonly number[], span: Span, pinned: number): Part[] {
  const parts: Part[] = [];
  let gap = 0;
  let height = 0;
  const close = (index: number) => {
    if (gap < index) parts.push({ kind: "gap", index: gap, height });
    gap = index + 1;
    height = 0;
  };
  for (const [index, own] of heights.entries()) {
    if ((index >= span.from && index < span.to) || index === pinned) {
      close(index);
      parts.push({ kind: "cell", index });
    } else height += own;
  }
  close(heights.length);
  return parts;
}

/** How high cells are, with the space above them: as measured, or about, for those never drawn. */
export class CellHeights {
  private readonly measured = new Map<CellID, number>();

  /** Notes a height. Reports by how much it differs from what was taken for it. */
  note(cell: CellState, height: number): number {
    const before = this.of(cell);
    this.measured.set(cell.id, height);
    return height - before;
  }

  of(cell: CellState): number {
    return this.measured.get(cell.id) ?? estimateOf(cell);
  }

  ofAll(cells: readonly CellState[]): number[] {
    return cells.map((c) => this.of(c));
  }
}

/** About how high a cell is that was never drawn. */
function estimateOf({ kind, text }: CellState): number {
  if (kind === "code") return 66 + 21 * text.lines;
  return 22 + 26 * Math.max(text.lines, Math.ceil(text.length / 80));
}
