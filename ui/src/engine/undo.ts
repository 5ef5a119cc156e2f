// Undoing structural operations, and changes of many texts in one go. What is typed has its own history
// in each editor.
import type { ChangeSet, Text } from "@codemirror/state";
import type { CellID } from "~/protocol/wire.ts";
import { apply } from "./apply.ts";
import { diff } from "./diff.ts";
import type { StructuralOp } from "./outbox.ts";
import { anyCell, cellIndex, isMovable, type LiveState } from "./state.ts";

/** A change of a cell's text, and the text that it is a change of. */
export interface TextEdit {
  readonly cell: CellID;
  readonly base: Text;
  readonly changes: ChangeSet;
}

/** Changes of texts that were made in one go, at most one a cell. */
export interface TextStep {
  readonly type: "texts";
  readonly edits: readonly TextEdit[];
}

/** Operations that were made in one go, such as moving several cells, in the order made. */
export interface GroupStep {
  readonly type: "group";
  readonly ops: readonly StructuralOp[];
}

/** What is taken back and made again as one. */
export type Step = StructuralOp | TextStep | GroupStep;

/** What takes `op` back, asked before op is applied; undefined where there is nothing. */
export function inverse(state: LiveState, op: Step): Step | undefined {
  switch (op.type) {
    case "texts":
      return { type: "texts", edits: op.edits.map(inverseEdit) };
    case "group":
      return inverseGroup(state, op);
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

/** Each operation is taken back from the state that it met, the last one first. */
function inverseGroup(state: LiveState, group: GroupStep): Step | undefined {
  const ops: StructuralOp[] = [];
  let met = state;
  for (const op of group.ops) {
    const back = inverse(met, op);
    const result = apply(met, { id: "", author: "", at: "", op });
    if (result.fault) continue;
    met = result.state;
    if (back && back.type !== "texts" && back.type !== "group") ops.unshift(back);
  }
  return ops.length === 0 ? undefined : { type: "group", ops };
}

function inverseEdit({ cell, base, changes }: TextEdit): TextEdit {
  return { cell, base: changes.apply(base), changes: changes.invert(base) };
}

/** The step as it applies to the present texts, which may have changed since. Cells that are gone are left out. */
function broughtUpTo(state: LiveState, step: Step | undefined): Step | undefined {
  if (step?.type !== "texts") return step;
  const edits = step.edits.flatMap((edit): TextEdit[] => {
    const base = anyCell(state, edit.cell)?.text;
    if (!base) return [];
    const changes = base.eq(edit.base) ? edit.changes : edit.changes.map(diff(edit.base, base));
    return [{ cell: edit.cell, base, changes }];
  });
  return { type: "texts", edits };
}

/** Reports whether a step still means something: others may have deleted or brought back what it is about. */
function applies(state: LiveState, step: Step): boolean {
  if (step.type === "texts") return step.edits.some((e) => anyCell(state, e.cell));
  if (step.type === "group") return step.ops.some((op) => applies(state, op));
  return !apply(state, { id: "", author: "", at: "", op: step }).fault;
}

/** The latest step that still applies. Those after it are gone for good. */
function takeApplicable(steps: Step[], state: LiveState, of: CellID | undefined): Step | undefined {
  for (let step = takeLast(steps, of); step; step = takeLast(steps, of))
    if (applies(state, step)) return step;
  return undefined;
}

/** The cell that one follows, "" for the first that can be moved. */
export function predecessor(state: LiveState, cell: CellID): CellID {
  const before = state.cells[cellIndex(state, cell) - 1];
  return before && isMovable(before.kind) ? before.id : "";
}

const DEPTH = 200;

/** The steps that this tab can take back and make again. */
export class UndoStack {
  private undos: Step[] = [];
  private redos: Step[] = [];

  get canUndo(): boolean {
    return this.undos.length > 0;
  }

  get canRedo(): boolean {
    return this.redos.length > 0;
  }

  /** Notes a step that a person just made, before it is applied. */
  record(state: LiveState, step: Step): void {
    const back = inverse(state, step);
    if (!back) return;
    this.undos = [...this.undos, back].slice(-DEPTH);
    this.redos = [];
  }

  /**
   * What to apply for an undo; it is then remembered for redo. With `of`, it is the latest change of
   * texts that the cell was part of.
   */
  undo(state: LiveState, of?: CellID): Step | undefined {
    const step = broughtUpTo(state, takeApplicable(this.undos, state, of));
    if (step) push(this.redos, inverse(state, step));
    return step;
  }

  redo(state: LiveState, of?: CellID): Step | undefined {
    const step = broughtUpTo(state, takeApplicable(this.redos, state, of));
    if (step) push(this.undos, inverse(state, step));
    return step;
  }
}

function takeLast(steps: Step[], of: CellID | undefined): Step | undefined {
  if (of === undefined) return steps.pop();
  const i = steps.findLastIndex((s) => s.type === "texts" && s.edits.some((e) => e.cell === of));
  return i < 0 ? undefined : steps.splice(i, 1)[0];
}

function push(stack: Step[], step: Step | undefined): void {
  if (step) stack.push(step);
}
