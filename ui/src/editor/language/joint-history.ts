// Changes of several cells that were made as one, among the steps of each editor's own history. The
// notebook keeps the changes; here it is known when it is their turn.
import { undoDepth } from "@codemirror/commands";
import type { TextEdit } from "~/engine/undo.ts";
import type { CellID } from "~/protocol/wire.ts";
import type { Desk } from "./desk.ts";

/** How many own steps each cell could take back when its texts were changed together. */
type Depths = Map<CellID, number>;

export class JointHistory {
  private done: Depths[] = [];
  private undone: Depths[] = [];

  constructor(private readonly desk: Pick<Desk, "view" | "host">) {}

  /** Changes several cells at once. */
  rewrite(edits: readonly TextEdit[]): void {
    this.desk.host?.rewrite(edits);
    this.done.push(this.depths(edits.map((e) => e.cell)));
    this.undone = [];
  }

  /** Takes the latest change of several cells back when nothing was written in the cell since. */
  undo(cell: CellID): boolean {
    const moved = this.step(cell, this.done, this.undone);
    return moved && (this.desk.host?.undoRewrite(cell) ?? false);
  }

  redo(cell: CellID): boolean {
    const moved = this.step(cell, this.undone, this.done);
    return moved && (this.desk.host?.redoRewrite(cell) ?? false);
  }

  /** Moves the latest change of a cell to the other side, if it is its turn. */
  private step(cell: CellID, from: Depths[], to: Depths[]): boolean {
    const i = from.findLastIndex((depths) => depths.has(cell));
    const depths = from[i];
    if (!depths || depths.get(cell) !== this.depth(cell)) return false;
    from.splice(i, 1);
    to.push(this.depths([...depths.keys()]));
    return true;
  }

  private depths(cells: readonly CellID[]): Depths {
    return new Map(cells.map((cell) => [cell, this.depth(cell)]));
  }

  /** Cells that are not on screen have no history of their own to respect. */
  private depth(cell: CellID): number {
    const view = this.desk.view(cell);
    return view ? undoDepth(view.state) : 0;
  }
}
