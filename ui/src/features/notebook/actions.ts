// What a person can do with a notebook. Everything goes through the session; what has no place at a
// cell is said in a toast.
import type { Outcome, StructuralOp } from "~/engine/outbox.ts";
import { freeFilename } from "~/engine/rules.ts";
import type { Session } from "~/engine/session.ts";
import { type CellState, cellByID, isMovable, type LiveState, runOf } from "~/engine/state.ts";
import { predecessor, type Step, type TextEdit, UndoStack } from "~/engine/undo.ts";
import { randomID } from "~/live/claims.ts";
import type { CellID, RunID } from "~/protocol/wire.ts";
import type { Toast } from "~/ui/Toast.tsx";
import type { CellFocus } from "./focus.ts";
import type { Selection } from "./selection.ts";
import { runsInTerminal } from "./terminal/choice.ts";

export class NotebookActions {
  private readonly undoable = new UndoStack();

  constructor(
    private readonly session: Session,
    private readonly selection: Selection,
    private readonly focus: CellFocus,
    private readonly toast: (toast: Toast) => void,
  ) {}

  private get state(): LiveState {
    return this.session.view.state;
  }

  /** The cells that people arrange: all but the configuration. */
  get cells(): readonly CellState[] {
    return this.state.cells.filter((c) => isMovable(c.kind));
  }

  // Structure

  /** Adds a cell after another one, "" for the first place, and puts the caret into it. */
  insert(kind: "code" | "markdown", after: CellID, text = "", filename?: string): void {
    const extension = this.state.language === "typescript" ? "ts" : "js";
    const name = freeFilename(this.state, filename ?? `untitled.${extension}`);
    const cell = randomID();
    const op = { type: "cell.insert", cell, after, kind, text } as const;
    this.perform(kind === "code" ? { ...op, filename: name } : op);
    this.focus.editor(cell, "start");
  }

  /** Adds a cell before another one. */
  insertBefore(kind: "code" | "markdown", cell: CellID): void {
    this.insert(kind, predecessor(this.state, cell));
  }

  delete(cell: CellID): void {
    const known = cellByID(this.state, cell);
    const cells = this.cells;
    const i = cells.findIndex((c) => c.id === cell);
    if (!known || i < 0) return;
    this.perform({ type: "cell.delete", cell });
    const next = cells[i + 1] ?? cells[i - 1];
    if (next) this.focus.frame(next.id);
    this.toast({
      text: known.filename ? `Deleted ${known.filename}` : "Deleted a text cell",
      action: { label: "Undo", run: () => this.restore(cell) },
    });
  }

  restore(cell: CellID): void {
    this.perform({ type: "cell.restore", cell });
    this.focus.frame(cell);
  }

  duplicate(cell: CellID): void {
    const known = cellByID(this.state, cell);
    if (!known || (known.kind !== "code" && known.kind !== "markdown")) return;
    this.insert(known.kind, cell, known.text.toString(), known.filename);
  }

  /** Moves a cell by one place. */
  step(cell: CellID, direction: "up" | "down"): void {
    const cells = this.cells;
    const i = cells.findIndex((c) => c.id === cell);
    const after = direction === "up" ? cells[i - 2] : cells[i + 1];
    if (i < 0 || (direction === "up" ? i === 0 : i === cells.length - 1)) return;
    this.move(cell, after?.id ?? "");
  }

  move(cell: CellID, after: CellID): void {
    if (after === cell || after === predecessor(this.state, cell)) return;
    this.perform({ type: "cell.move", cell, after });
    this.focus.frame(cell);
  }

  /** Renames a code cell's file; the outcome says what is wrong with the name. */
  rename(cell: CellID, filename: string): Promise<Outcome> {
    return this.record({ type: "cell.rename", cell, filename });
  }

  retitle(title: string): Promise<Outcome> {
    return this.record({ type: "title.set", title });
  }

  /** Changes texts in one go, which one undo takes back. */
  rewrite(edits: readonly TextEdit[]): void {
    this.undoable.record(this.state, { type: "texts", edits });
    this.session.rewriteAll(edits);
  }

  undo(): void {
    this.takeBack(this.undoable.undo(this.state), "There is nothing to undo");
  }

  redo(): void {
    this.takeBack(this.undoable.redo(this.state), "There is nothing to redo");
  }

  /** Takes back the latest change of many texts that the cell was part of, if there is one. */
  undoRewrite(cell: CellID): boolean {
    return this.takeBackTexts(this.undoable.undo(this.state, cell));
  }

  redoRewrite(cell: CellID): boolean {
    return this.takeBackTexts(this.undoable.redo(this.state, cell));
  }

  private takeBackTexts(step: Step | undefined): boolean {
    if (step?.type !== "texts") return false;
    this.session.rewriteAll(step.edits);
    return true;
  }

  private takeBack(op: Step | undefined, nothing: string): void {
    if (!op) {
      this.toast({ text: nothing });
      return;
    }
    if (op.type === "texts") {
      this.session.rewriteAll(op.edits);
      return;
    }
    void this.session.submit(op).then((outcome) => this.explain(outcome));
    if (op.type === "cell.restore" || op.type === "cell.move") this.focus.frame(op.cell);
  }

  private record(op: StructuralOp): Promise<Outcome> {
    this.undoable.record(this.state, op);
    return this.session.submit(op);
  }

  private perform(op: StructuralOp): void {
    void this.record(op).then((outcome) => this.explain(outcome));
  }

  private explain(outcome: Outcome): void {
    if (!outcome.ok)
      this.toast({ text: `${outcome.fault.message}. ${outcome.fault.next ?? ""}`.trim(), tone: "bad" });
  }

  // Runs

  /** Runs a cell, anew when it runs already. */
  run(cell: CellID): void {
    if (cellByID(this.state, cell)?.kind === "code") this.start([cell]);
  }

  /** Runs a cell and goes on to the next one, which is made when there is none. */
  runAndAdvance(cell: CellID): void {
    this.run(cell);
    const cells = this.cells;
    const next = cells[cells.findIndex((c) => c.id === cell) + 1];
    if (next) this.focus.frame(next.id);
    else this.insert("code", cell);
  }

  runAll(): void {
    this.start(this.cells.map((c) => c.id));
  }

  /** Runs a cell and all that follow. */
  runFrom(cell: CellID): void {
    const ids = this.cells.map((c) => c.id);
    this.start(ids.slice(ids.indexOf(cell)));
  }

  private start(cells: readonly CellID[]): void {
    const runs = cells
      .filter((id) => cellByID(this.state, id)?.kind === "code" && runOf(this.state, id)?.phase !== "queued")
      .map((cell) => ({ run: randomID(16), cell, ...(runsInTerminal(cell) ? { terminal: true } : {}) }));
    if (runs.length === 0) return;
    void this.session
      .submit({ type: "run.start", runs, restart: true })
      .then((outcome) => this.explain(outcome));
  }

  stop(run: RunID): void {
    void this.session.submit({ type: "run.stop", run }).then((outcome) => {
      if (!outcome.ok && outcome.fault.code !== "SB-4003") this.explain(outcome);
    });
  }

  stopAll(): void {
    for (const run of this.state.runs) if (run.phase !== "exited") this.stop(run.id);
  }

  clearOutput(cell?: CellID): void {
    void this.session
      .submit(cell === undefined ? { type: "output.clear" } : { type: "output.clear", cell })
      .then((outcome) => this.explain(outcome));
  }

  /** Writes to a run's standard input. */
  input(run: RunID, text: string, end = false): void {
    if (!this.session.input(run, text, end))
      this.toast({ text: "Not sent: there is no connection to the server", tone: "bad" });
  }

  /** Tells a run with a terminal the size of its screen. */
  resize(run: RunID, columns: number, rows: number): void {
    this.session.resize(run, columns, rows);
  }

  // Going about

  copy(cell: CellID): void {
    const text = cellByID(this.state, cell)?.text.toString();
    if (text === undefined) return;
    navigator.clipboard.writeText(text).then(
      () => this.toast({ text: "Copied" }),
      () => this.toast({ text: "The browser does not allow copying here", tone: "bad" }),
    );
  }

  /** Selects the cell before or after the selected one. */
  select(direction: "up" | "down"): void {
    const cells = this.cells;
    const i = cells.findIndex((c) => c.id === this.selection.state.cell);
    const next = cells[i < 0 ? 0 : i + (direction === "up" ? -1 : 1)];
    if (next) this.focus.frame(next.id);
  }

  /** Goes on to the neighbour when the caret leaves a cell at its top or bottom. */
  exit(cell: CellID, direction: "up" | "down"): void {
    const cells = this.cells;
    const next = cells[cells.findIndex((c) => c.id === cell) + (direction === "up" ? -1 : 1)];
    if (next?.kind === "code") this.focus.editor(next.id, direction === "up" ? "end" : "start");
    else if (next) this.focus.frame(next.id);
  }

  /** Brings the place of a failure into view. */
  showLine(filename: string, line: number): void {
    const cell = this.state.cells.find((c) => c.filename === filename);
    if (cell) this.focus.line(cell.id, line);
  }
}
