// Undoing structural operations. Text has its own history in each editor.
import type { CellID } from "~/protocol/wire.ts";
import type { StructuralOp } from "./outbox.ts";
import { cellIndex, isMovable, type LiveState } from "./state.ts";

/** The operation that takes `op` back, asked before op is applied; undefined where there is none. */
export function inverse(state: LiveState, op: StructuralOp): StructuralOp | undefined {
  switch (op.type) {
    case "cell.insert":
      return { type: "cell.delete", cell: op.cell };
    case "cell.delete":
      return { type: "cell.restore", cell: op.cell };
    case "cell.restore":
      return { type: "cell.delete", cell: op.cell };
    case "cell.move":
      return { type: "cell.move", cell: op.cell, after: predecessor(state, op.cell) };
    case "cell.rename": {
      const filename = state.cells[cellIndex(state, op.cell)]?.filename;
      return filename === undefined ? undefined : { type: "cell.rename", cell: op.cell, filename };
    }
    case "title.set":
      return { type: "title.set", title: state.title };
    case "run.start":
    case "run.stop":
    case "output.clear":
    case "checkpoint.set":
      return undefined;
  }
}

/** The cell that one follows, "" for the first that can be moved. */
export function predecessor(state: LiveState, cell: CellID): CellID {
  const before = state.cells[cellIndex(state, cell) - 1];
  return before && isMovable(before.kind) ? before.id : "";
}

const DEPTH = 200;

/** The structural operations that this tab can take back and make again. */
export class UndoStack {
  private undos: StructuralOp[] = [];
  private redos: StructuralOp[] = [];

  get canUndo(): boolean {
    return this.undos.length > 0;
  }

  get canRedo(): boolean {
    return this.redos.length > 0;
  }

  /** Notes an operation that a person just made, before it is applied. */
  record(state: LiveState, op: StructuralOp): void {
    const back = inverse(state, op);
    if (!back) return;
    this.undos = [...this.undos, back].slice(-DEPTH);
    this.redos = [];
  }

  /** The operation to apply for an undo; it is then remembered for redo. */
  undo(state: LiveState): StructuralOp | undefined {
    const op = this.undos.pop();
    if (op) push(this.redos, inverse(state, op));
    return op;
  }

  redo(state: LiveState): StructuralOp | undefined {
    const op = this.redos.pop();
    if (op) push(this.undos, inverse(state, op));
    return op;
  }
}

function push(stack: StructuralOp[], op: StructuralOp | undefined): void {
  if (op) stack.push(op);
}
