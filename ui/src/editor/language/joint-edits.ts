// Changes of several cells that were made as one, and are taken back as one. They are no part of the
// editors' own histories, which only know one cell and only while it is on screen.
import type { ChangeSet, Text } from "@codemirror/state";
import { diff } from "~/engine/diff.ts";
import type { Session } from "~/engine/session.ts";
import { cellByID } from "~/engine/state.ts";
import type { CellID } from "~/protocol/wire.ts";

interface Part {
  readonly cell: CellID;
  readonly before: Text;
  readonly after: Text;
  /** How many steps the cell's own history could take back when this was done. */
  depth: number;
}

type Depth = (cell: CellID) => number;

const KEPT = 100;

export class JointEdits {
  private done: Part[][] = [];
  private undone: Part[][] = [];

  constructor(private readonly session: Session) {}

  /** Changes several cells at once. `depth` tells how long the own history of a cell is. */
  apply(changes: ReadonlyMap<CellID, ChangeSet>, depth: Depth): void {
    const parts: Part[] = [];
    for (const [cell, change] of changes) {
      const before = this.text(cell);
      if (!before || change.empty) continue;
      this.session.rewrite(cell, change);
      parts.push({ cell, before, after: change.apply(before), depth: depth(cell) });
    }
    if (parts.length === 0) return;
    this.done = [...this.done, parts].slice(-KEPT);
    this.undone = [];
  }

  /** Takes the latest change back, if a cell was part of it and not edited by hand since. */
  undo(cell: CellID, depth: Depth): boolean {
    return this.step(cell, depth, this.done, this.undone, (p) => [p.after, p.before]);
  }

  redo(cell: CellID, depth: Depth): boolean {
    return this.step(cell, depth, this.undone, this.done, (p) => [p.before, p.after]);
  }

  private step(
    cell: CellID,
    depth: Depth,
    from: Part[][],
    to: Part[][],
    way: (p: Part) => [Text, Text],
  ): boolean {
    const parts = from.findLast((joint) => joint.some((p) => p.cell === cell));
    if (!parts || parts.find((p) => p.cell === cell)?.depth !== depth(cell)) return false;
    from.splice(from.indexOf(parts), 1);
    for (const p of parts) {
      const [present, wanted] = way(p);
      const now = this.text(p.cell);
      if (now) this.session.rewrite(p.cell, diff(present, wanted).map(diff(present, now)));
      p.depth = depth(p.cell);
    }
    to.push(parts);
    return true;
  }

  private text(cell: CellID): Text | undefined {
    return cellByID(this.session.view.state, cell)?.text;
  }
}
