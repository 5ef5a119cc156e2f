import type { Text } from "@codemirror/state";
import { type CellState, changedCells } from "~/engine/state.ts";
import type { CellID } from "~/protocol/wire.ts";

const DEPTH = 64;

/** The last texts of each cell by their version: answers are about what a cell was a moment ago. */
export class TextMemory {
  private last: readonly CellState[] = [];
  private readonly known = new Map<CellID, CellState[]>();

  constructor(private readonly cells: () => readonly CellState[]) {
    this.note();
  }

  /** Notes the present texts; to be called after every change. */
  note(): void {
    const cells = this.cells();
    if (cells === this.last) return;
    const changed = changedCells(this.last, cells);
    this.last = cells;
    for (const cell of changed) {
      // A version can come again with another text, when an edit of somebody else goes in before it.
      const others = this.known.get(cell.id)?.filter((c) => c.version !== cell.version) ?? [];
      this.known.set(cell.id, [...others, cell].slice(-DEPTH));
    }
    if (cells.length < this.known.size) this.forget(new Set(cells.map((c) => c.id)));
  }

  /** The text that a version of a cell had, if it is remembered. */
  at(cell: CellID, version: number): Text | undefined {
    return this.known.get(cell)?.findLast((c) => c.version === version)?.text;
  }

  present(cell: CellID): Text | undefined {
    return this.known.get(cell)?.at(-1)?.text;
  }

  private forget(present: ReadonlySet<CellID>): void {
    for (const cell of this.known.keys()) if (!present.has(cell)) this.known.delete(cell);
  }
}
