// Changes of a notebook that can be taken back: made through the session, and remembered for undo and redo.
import { faultToast } from "~/data/fault-toast.ts";
import type { Outcome, StructuralOp } from "~/engine/outbox.ts";
import type { Session } from "~/engine/session.ts";
import { type GroupStep, type Step, type TextEdit, UndoStack } from "~/engine/undo.ts";
import type { CellID } from "~/protocol/wire.ts";
import type { Toast } from "~/ui/Toast.tsx";

export class Changes {
  private readonly undoable = new UndoStack();

  constructor(
    private readonly session: Session,
    private readonly toast: (toast: Toast) => void,
  ) {}

  private get state() {
    return this.session.view.state;
  }

  /** Makes an operation; the outcome tells whether it was refused, which the caller says. */
  record(op: StructuralOp): Promise<Outcome> {
    this.undoable.record(this.state, op);
    return this.session.submit(op);
  }

  /** Makes an operation, and says so when it is refused. */
  make(op: StructuralOp): void {
    void this.record(op).then((outcome) => this.explain(outcome));
  }

  /** Makes operations that one undo takes back. */
  makeAll(ops: readonly StructuralOp[]): void {
    const [only] = ops;
    if (!only) return;
    const step: Step = ops.length === 1 ? only : ({ type: "group", ops } satisfies GroupStep);
    this.undoable.record(this.state, step);
    this.submitAll(ops);
  }

  /** Makes operations that are not to be taken back. */
  submitAll(ops: readonly StructuralOp[]): void {
    void Promise.all(ops.map((op) => this.session.submit(op))).then((outcomes) => {
      const refused = outcomes.find((outcome) => !outcome.ok);
      if (refused) this.explain(refused);
    });
  }

  /** Changes texts in one go, which one undo takes back. */
  rewrite(edits: readonly TextEdit[]): void {
    this.undoable.record(this.state, { type: "texts", edits });
    this.session.rewriteAll(edits);
  }

  /** Takes back the latest change. Returns the cells that came back or moved. */
  undo(): readonly CellID[] {
    return this.takeBack(this.undoable.undo(this.state), "There is nothing to undo");
  }

  /** Makes the change again that was taken back last. Returns the cells that came back or moved. */
  redo(): readonly CellID[] {
    return this.takeBack(this.undoable.redo(this.state), "There is nothing to redo");
  }

  /** Takes back the latest change of many texts that the cell was part of; false when there is none. */
  undoRewrite(cell: CellID): boolean {
    return this.takeBackTexts(this.undoable.undo(this.state, cell));
  }

  redoRewrite(cell: CellID): boolean {
    return this.takeBackTexts(this.undoable.redo(this.state, cell));
  }

  /** Says what was refused, if it was. */
  explain(outcome: Outcome): void {
    if (!outcome.ok) this.toast(faultToast(outcome.fault));
  }

  private takeBackTexts(step: Step | undefined): boolean {
    if (step?.type !== "texts") return false;
    this.session.rewriteAll(step.edits);
    return true;
  }

  private takeBack(step: Step | undefined, nothing: string): readonly CellID[] {
    if (!step) {
      this.toast({ text: nothing });
      return [];
    }
    if (this.takeBackTexts(step) || step.type === "texts") return [];
    const ops = step.type === "group" ? step.ops : [step];
    this.submitAll(ops);
    return ops.flatMap((op) => (op.type === "cell.restore" || op.type === "cell.move" ? [op.cell] : []));
  }
}
