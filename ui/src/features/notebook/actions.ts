// What a person can do with a notebook. Everything goes through the session; what has no place at a
// cell is said in a toast.
import type { Outcome, StructuralOp } from "~/engine/outbox.ts";
import { freeFilename } from "~/engine/rules.ts";
import type { Session } from "~/engine/session.ts";
import { type CellState, cellByID, isGoing, isMovable, type LiveState, runOf } from "~/engine/state.ts";
import { predecessor, type TextEdit } from "~/engine/undo.ts";
import { randomID } from "~/live/claims.ts";
import type { CellID, DecodedCell, RunID } from "~/protocol/wire.ts";
import { copyAndTell } from "~/ui/copy.ts";
import type { Toast } from "~/ui/Toast.tsx";
import { Changes } from "./changes.ts";
import { collapse, collapsed, headingLevel, hiddenIn } from "./collapse.ts";
import type { CellFocus } from "./focus.ts";
import type { Selection } from "./selection.ts";
import { chooseTerminal, runsInTerminal } from "./terminal/choice.ts";

export class NotebookActions {
  private readonly changes: Changes;

  constructor(
    private readonly session: Session,
    private readonly selection: Selection,
    private readonly focus: CellFocus,
    private readonly toast: (toast: Toast) => void,
  ) {
    this.changes = new Changes(session, toast);
  }

  private get state(): LiveState {
    return this.session.view.state;
  }

  /** The cells that people arrange: all but the configuration. */
  get cells(): readonly CellState[] {
    return this.state.cells.filter((c) => isMovable(c.kind));
  }

  // Structure

  /** Adds a cell after another one, "" for the first place, and puts the caret into it. */
  insert(kind: "code" | "markdown", after: CellID): void {
    const name = freeFilename(this.state, this.untitled);
    const cell = randomID();
    const op = { type: "cell.insert", cell, after, kind, text: "" } as const;
    this.changes.make(kind === "code" ? { ...op, filename: name } : op);
    this.focus.editor(cell, "start");
  }

  /** Adds a cell before another one. */
  insertBefore(kind: "code" | "markdown", cell: CellID): void {
    this.insert(kind, predecessor(this.state, cell));
  }

  /**
   * The cells that an action on `cell` is meant for: all selected ones when it is among them, with those
   * that are collapsed below their headings.
   */
  chosen(cell: CellID): readonly CellID[] {
    const { marked } = this.selection.state;
    const meant = marked.has(cell) ? marked : new Set([cell]);
    const hidden = hiddenIn(this.cells);
    const isMeant = (id: CellID) => meant.has(id) || hidden.get(id)?.some((heading) => meant.has(heading));
    return this.cells.map((c) => c.id).filter(isMeant);
  }

  delete(chosen: readonly CellID[]): void {
    const cells = this.cells;
    const gone = cells.filter((c) => chosen.includes(c.id));
    const last = cells.findIndex((c) => c.id === gone.at(-1)?.id);
    const [first] = gone;
    if (!first) return;
    const rest = (c: CellState) => !chosen.includes(c.id);
    const next = cells.slice(last).find(rest) ?? cells.slice(0, last).findLast(rest);
    this.changes.makeAll(gone.map(({ id }) => ({ type: "cell.delete", cell: id })));
    if (next) this.focus.frame(next.id);
    const one = first.filename ? `Deleted ${first.filename}` : "Deleted a text cell";
    this.toast({
      text: gone.length === 1 ? one : `Deleted ${gone.length} cells`,
      action: { label: "Undo", run: () => this.restore(gone.map((c) => c.id)) },
    });
  }

  /** Brings deleted cells back, given in the order in which they were deleted. */
  restore(cells: readonly CellID[]): void {
    this.changes.makeAll(cells.toReversed().map((cell) => ({ type: "cell.restore", cell })));
    this.mark(cells);
  }

  /** Adds copies of cells after the last of them. */
  duplicate(chosen: readonly CellID[]): void {
    const last = this.cells.findLast((c) => chosen.includes(c.id));
    this.insertAll(this.contents(chosen), last?.id ?? "");
  }

  /** What cells hold, in reading order. */
  contents(chosen: readonly CellID[]): DecodedCell[] {
    return this.cells.flatMap(({ id, kind, filename, text }): DecodedCell[] => {
      if (!chosen.includes(id)) return [];
      if (kind !== "code") return [{ kind: "markdown", text: text.toString() }];
      return [{ kind, text: text.toString(), ...(filename === undefined ? {} : { filename }) }];
    });
  }

  /** Adds cells after another one, "" for the first place, and selects them. Their names are made free. */
  insertAll(cells: readonly DecodedCell[], after: CellID): void {
    const taken: string[] = [];
    const ids = cells.map(() => randomID());
    const ops = cells.map(({ kind, filename, text }, i): StructuralOp => {
      const op = { type: "cell.insert", cell: ids[i] ?? "", after: ids[i - 1] ?? after, kind, text } as const;
      if (kind !== "code") return op;
      const name = freeFilename(this.state, filename ?? this.untitled, taken);
      taken.push(name);
      return { ...op, filename: name };
    });
    this.changes.makeAll(ops);
    this.mark(ids);
  }

  private get untitled(): string {
    return `untitled.${this.state.language === "typescript" ? "ts" : "js"}`;
  }

  /** Moves cells by one place. */
  step(chosen: readonly CellID[], direction: "up" | "down"): void {
    const cells = this.cells;
    const first = cells.findIndex((c) => chosen.includes(c.id));
    const last = cells.findLastIndex((c) => chosen.includes(c.id));
    if (first < 0 || (direction === "up" ? first === 0 : last === cells.length - 1)) return;
    const after = direction === "up" ? cells[first - 2] : cells[last + 1];
    this.move(chosen, after?.id ?? "");
  }

  /** Moves cells behind another one, "" for the first place, in the order they have. */
  move(chosen: readonly CellID[], after: CellID): void {
    const cells = this.cells.map((c) => c.id);
    const moved = cells.filter((id) => chosen.includes(id));
    const before = cells.slice(0, cells.indexOf(after) + 1).findLast((id) => !moved.includes(id)) ?? "";
    const order = cells.filter((id) => !moved.includes(id));
    order.splice(order.indexOf(before) + 1, 0, ...moved);
    if (order.every((id, i) => id === cells[i])) return;
    this.changes.makeAll(
      moved.map((cell, i) => ({ type: "cell.move", cell, after: moved[i - 1] ?? before })),
    );
    this.mark(moved);
  }

  /** Renames a code cell's file; the outcome says what is wrong with the name. */
  rename(cell: CellID, filename: string): Promise<Outcome> {
    return this.changes.record({ type: "cell.rename", cell, filename });
  }

  retitle(title: string): Promise<Outcome> {
    return this.changes.record({ type: "title.set", title });
  }

  /** Changes texts in one go, which one undo takes back. */
  rewrite(edits: readonly TextEdit[]): void {
    this.changes.rewrite(edits);
  }

  undo(): void {
    this.mark(this.changes.undo());
  }

  redo(): void {
    this.mark(this.changes.redo());
  }

  /** Takes back the latest change of many texts that the cell was part of, if there is one. */
  undoRewrite(cell: CellID): boolean {
    return this.changes.undoRewrite(cell);
  }

  redoRewrite(cell: CellID): boolean {
    return this.changes.redoRewrite(cell);
  }

  // Runs

  /** Runs cells in reading order, anew those that run already. Text among them is passed over. */
  run(chosen: readonly CellID[]): void {
    this.start(this.cells.map((c) => c.id).filter((id) => chosen.includes(id)));
  }

  /** Runs cells and goes on to the next one, which is made when there is none. */
  runAndAdvance(chosen: readonly CellID[]): void {
    this.run(chosen);
    const cells = this.cells;
    const last = cells.findLastIndex((c) => chosen.includes(c.id));
    const next = cells[last + 1];
    if (next) this.focus.frame(next.id);
    else this.insert("code", cells[last]?.id ?? "");
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
      .then((outcome) => this.changes.explain(outcome));
  }

  /** Has a cell run in a terminal from now on, at once too, or not any more. */
  toggleTerminal(cell: CellID): void {
    const on = !runsInTerminal(cell);
    chooseTerminal(cell, on);
    if (on) this.run([cell]);
  }

  stop(run: RunID): void {
    void this.session.submit({ type: "run.stop", run }).then((outcome) => {
      if (!outcome.ok && outcome.fault.code !== "SB-4003") this.changes.explain(outcome);
    });
  }

  /** Stops those of the cells that run or wait for it. */
  stopCells(chosen: readonly CellID[]): void {
    for (const run of this.state.runs) {
      if (run.phase !== "exited" && chosen.includes(run.cell)) this.stop(run.id);
    }
  }

  /** Runs those of the cells anew that run. */
  restart(chosen: readonly CellID[]): void {
    this.run(chosen.filter((cell) => isGoing(this.state, cell)));
  }

  stopAll(): void {
    for (const run of this.state.runs) if (run.phase !== "exited") this.stop(run.id);
  }

  /** Forgets what runs that have ended printed, of these cells or of all. */
  clearOutput(chosen?: readonly CellID[]): void {
    const ended = chosen?.filter((cell) => runOf(this.state, cell)?.phase === "exited");
    this.changes.submitAll(
      ended?.map((cell) => ({ type: "output.clear", cell })) ?? [{ type: "output.clear" }],
    );
  }

  /** Writes to a run's standard input. */
  input(run: RunID, text: string, end = false): void {
    if (!this.session.input(run, text, end))
      this.toast({ text: "Not sent: there is no connection to the server", tone: "bad", code: "SB-7000" });
  }

  /** Tells a run with a terminal the size of its screen. */
  resize(run: RunID, columns: number, rows: number): void {
    this.session.resize(run, columns, rows);
  }

  // Going about

  copy(cell: CellID): void {
    const text = cellByID(this.state, cell)?.text.toString();
    if (text !== undefined) void copyAndTell(text, this.toast);
  }

  /** Selects the cell before or after the selected one, of those that show. */
  select(direction: "up" | "down"): void {
    const hidden = hiddenIn(this.cells);
    const cells = this.cells.filter((c) => !hidden.has(c.id));
    const i = cells.findIndex((c) => c.id === this.selection.state.cell);
    const next = cells[i < 0 ? 0 : i + (direction === "up" ? -1 : 1)];
    if (next) this.focus.frame(next.id);
  }

  /** Collapses the code of cells, or what is below a heading; shows it when all of it is collapsed. */
  collapse(chosen: readonly CellID[]): void {
    const cells = this.cells.filter((c) => chosen.includes(c.id));
    const code = cells.filter((c) => c.kind === "code").map((c) => c.id);
    const headings = cells.filter((c) => headingLevel(c) !== undefined).map((c) => c.id);
    const on = ![
      ...code.map((id) => collapsed().code.has(id)),
      ...headings.map((id) => collapsed().section.has(id)),
    ].every(Boolean);
    collapse(code, "code", on);
    collapse(headings, "section", on);
  }

  /** Collapses the output of cells, or shows it when all of it is collapsed. */
  collapseOutput(chosen: readonly CellID[]): void {
    const code = this.cells.filter((c) => c.kind === "code" && chosen.includes(c.id)).map((c) => c.id);
    collapse(code, "output", !code.every((id) => collapsed().output.has(id)));
  }

  collapseAllCode(): void {
    const { cell } = this.selection.state;
    const code = this.cells.filter((c) => c.kind === "code").map((c) => c.id);
    collapse(code, "code", true);
    if (cell) this.focus.frame(cell);
  }

  expandAll(): void {
    for (const part of ["code", "output", "section"] as const) {
      collapse(
        this.cells.map((c) => c.id),
        part,
        false,
      );
    }
  }

  /** Selects the cells from where the selection began to this one. */
  extendTo(cell: CellID): void {
    const cells = this.cells.map((c) => c.id);
    const anchor = this.selection.state.anchor ?? this.selection.state.cell ?? cell;
    const [from = 0, to = 0] = [cells.indexOf(anchor), cells.indexOf(cell)].toSorted((a, b) => a - b);
    if (from < 0) return;
    if (from === to) this.focus.frame(cell);
    else this.focus.frames(cell, anchor, new Set(cells.slice(from, to + 1)));
  }

  /** Takes the cell before or after the selected ones to them, or the last taken one away. */
  extend(direction: "up" | "down"): void {
    const cells = this.cells;
    const i = cells.findIndex((c) => c.id === this.selection.state.cell);
    const next = cells[i + (direction === "up" ? -1 : 1)];
    if (i >= 0 && next) this.extendTo(next.id);
  }

  selectAll(): void {
    this.mark(this.cells.map((c) => c.id));
  }

  /** Leaves only the cell selected that the keyboard is on. */
  selectOne(): void {
    const { cell } = this.selection.state;
    if (cell) this.focus.frame(cell);
  }

  /** Selects these cells, with the keyboard on the first in reading order. */
  private mark(cells: readonly CellID[]): void {
    const marked = new Set(cells);
    const order = this.cells.map((c) => c.id).filter((id) => marked.has(id));
    const [first] = order;
    if (first === undefined) return;
    if (order.length === 1) this.focus.frame(first);
    else this.focus.frames(first, order.at(-1) ?? first, marked);
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
