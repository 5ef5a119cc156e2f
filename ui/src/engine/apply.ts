// The reducer of a live session: the same semantics as Apply of internal/core/live, which the shared
// vectors in testdata prove. All functions here are pure.
import { ChangeSet } from "@codemirror/state";
import type {
  CellID,
  DeleteCell,
  EditText,
  Fault,
  InsertCell,
  MoveCell,
  Op,
  OpID,
  RenameCell,
  RestoreCell,
  SetTitle,
  Time,
} from "~/protocol/wire.ts";
import { advanceRun, clearOutput, startRuns, stopRun } from "./apply-runs.ts";
import { assertNever } from "./assert.ts";
import {
  cellByFilename,
  checkCellID,
  checkFreeFilename,
  checkTitle,
  freeFilename,
  MAX_CELL_BYTES,
  MAX_CELLS,
  refusal,
  utf8Length,
} from "./rules.ts";
import {
  type CellState,
  cellIndex,
  firstIndex,
  isMovable,
  type LiveState,
  positionAfter,
  textOf,
} from "./state.ts";

/** An operation with what came with it. */
export interface Entry {
  readonly id: OpID;
  readonly author: string;
  readonly at: Time;
  readonly op: Op;
}

/** The next state, or why the operation is refused, which changes nothing. */
export type Result = { readonly state: LiveState; readonly fault?: never } | { readonly fault: Fault };

const MAX_REMOVED = 500;

/** Advances a state by one entry. A text edit has to fit the present version of its cell. */
export function apply(state: LiveState, entry: Entry): Result {
  const op = entry.op;
  switch (op.type) {
    case "text.edit":
      return editText(state, op, entry);
    case "cell.insert":
      return insertCell(state, op);
    case "cell.delete":
      return deleteCell(state, op, entry);
    case "cell.restore":
      return restoreCell(state, op);
    case "cell.move":
      return moveCell(state, op);
    case "cell.rename":
      return renameCell(state, op);
    case "title.set":
      return setTitle(state, op);
    case "run.start":
      return startRuns(state, op, entry);
    case "run.stop":
      return stopRun(state, op, entry);
    case "output.clear":
      return clearOutput(state, op);
    case "run.state":
      return advanceRun(state, op, entry);
    case "checkpoint.set":
    case "history.restore":
      return { state };
    default:
      return assertNever(op);
  }
}

function editText(state: LiveState, op: EditText, { author }: Entry): Result {
  const i = cellIndex(state, op.cell);
  const r = i < 0 ? state.removed.findIndex((x) => x.cell.id === op.cell) : -1;
  const cell = i >= 0 ? state.cells[i] : state.removed[r]?.cell;
  if (!cell) return cellNotFound(op.cell);
  const edited = edit(cell, op);
  if ("fault" in edited) return edited;
  if (i >= 0) return { state: { ...state, cells: state.cells.with(i, edited.cell) } };
  const after = state.removed[r]?.after ?? "";
  const removed = state.removed.with(r, { cell: edited.cell, after, editedBy: author });
  return { state: { ...state, removed } };
}

function edit(cell: CellState, op: EditText): { cell: CellState } | { fault: Fault } {
  if (op.changes.length === 0) return { fault: refusal("SB-3004", "invalid", "The edit has no change") };
  if (op.base !== cell.version) {
    const [code, kind] =
      op.base > cell.version ? (["SB-3006", "invalid"] as const) : (["SB-3005", "conflict"] as const);
    return {
      fault: refusal(code, kind, `Version ${op.base} of the cell is not the latest, ${cell.version}`),
    };
  }
  let text = cell.text;
  try {
    for (const change of op.changes) text = ChangeSet.fromJSON(change).apply(text);
  } catch {
    return { fault: refusal("SB-3004", "invalid", "The change does not fit the text of the cell") };
  }
  if (text.length > MAX_CELL_BYTES / 3 && utf8Length(text.toString()) > MAX_CELL_BYTES) {
    return {
      fault: refusal("SB-1005", "too_large", `The cell would be larger than ${MAX_CELL_BYTES / 2 ** 20} MB`),
    };
  }
  return { cell: { ...cell, text, version: cell.version + op.changes.length } };
}

function insertCell(state: LiveState, op: InsertCell): Result {
  const wrongID = checkCellID(op.cell);
  if (wrongID) return { fault: wrongID };
  if (cellIndex(state, op.cell) >= 0 || state.removed.some((r) => r.cell.id === op.cell)) {
    return { fault: refusal("SB-3003", "conflict", `Cell ${op.cell} exists already`) };
  }
  if (state.cells.length >= MAX_CELLS) {
    return { fault: refusal("SB-3009", "too_large", `A notebook holds at most ${MAX_CELLS} cells`) };
  }
  if (utf8Length(op.text) > MAX_CELL_BYTES) {
    return { fault: refusal("SB-1005", "too_large", `A cell holds at most ${MAX_CELL_BYTES / 2 ** 20} MB`) };
  }
  const wrong = checkKind(state, op);
  if (wrong) return { fault: wrong };
  const cell: CellState = {
    id: op.cell,
    kind: op.kind,
    ...(op.filename ? { filename: op.filename } : {}),
    text: textOf(op.text),
    version: 0,
  };
  return { state: insertAt(state, positionAfter(state, op.after), cell) };
}

function checkKind(state: LiveState, op: InsertCell): Fault | undefined {
  switch (op.kind) {
    case "markdown":
      return op.filename ? refusal("SB-3002", "invalid", "A text cell has no file name") : undefined;
    case "code":
      return checkFreeFilename(state, op.filename ?? "", op.cell);
    default:
      return refusal("SB-3002", "invalid", `A notebook has exactly one ${String(op.kind)}`);
  }
}

function deleteCell(state: LiveState, op: DeleteCell, entry: Entry): Result {
  const found = movable(state, op.cell);
  if ("fault" in found) return found;
  const { i, cell } = found;
  const after = i > firstIndex(state) ? (state.cells[i - 1]?.id ?? "") : "";
  const removed = [...state.removed, { cell, after }].slice(-MAX_REMOVED);
  let next = state;
  for (const run of state.runs) {
    if (run.cell !== op.cell || run.phase === "exited") continue;
    const stopped = stopRun(next, { type: "run.stop", run: run.id }, entry);
    if (!stopped.fault) next = stopped.state;
  }
  return { state: { ...next, cells: next.cells.toSpliced(i, 1), removed } };
}

function restoreCell(state: LiveState, op: RestoreCell): Result {
  const i = state.removed.findIndex((r) => r.cell.id === op.cell);
  const entry = state.removed[i];
  if (!entry) return cellNotFound(op.cell);
  let { cell } = entry;
  if (cell.filename !== undefined && cellByFilename(state, cell.filename)) {
    cell = { ...cell, filename: freeFilename(state, cell.filename) };
  }
  const at = positionAfter(state, entry.after);
  return { state: insertAt({ ...state, removed: state.removed.toSpliced(i, 1) }, at, cell) };
}

function moveCell(state: LiveState, op: MoveCell): Result {
  const found = movable(state, op.cell);
  if ("fault" in found) return found;
  if (op.after === op.cell) return { state };
  const rest = { ...state, cells: state.cells.toSpliced(found.i, 1) };
  return { state: insertAt(rest, positionAfter(rest, op.after), found.cell) };
}

function renameCell(state: LiveState, op: RenameCell): Result {
  const found = movable(state, op.cell);
  if ("fault" in found) return found;
  if (found.cell.kind !== "code") {
    return { fault: refusal("SB-3002", "invalid", "Only code cells have a file name") };
  }
  const wrong = checkFreeFilename(state, op.filename, op.cell);
  if (wrong) return { fault: wrong };
  return { state: { ...state, cells: state.cells.with(found.i, { ...found.cell, filename: op.filename }) } };
}

function setTitle(state: LiveState, op: SetTitle): Result {
  const wrong = checkTitle(op.title);
  return wrong ? { fault: wrong } : { state: { ...state, title: op.title } };
}

function insertAt(state: LiveState, i: number, cell: CellState): LiveState {
  return { ...state, cells: state.cells.toSpliced(i, 0, cell) };
}

/** The place of a cell that may be moved, deleted or renamed. */
function movable(state: LiveState, id: CellID): { i: number; cell: CellState } | { fault: Fault } {
  const i = cellIndex(state, id);
  const cell = state.cells[i];
  if (!cell) return cellNotFound(id);
  if (!isMovable(cell.kind)) return { fault: refusal("SB-3002", "invalid", `${id} stays where it is`) };
  return { i, cell };
}

function cellNotFound(id: CellID): { fault: Fault } {
  return { fault: refusal("SB-3001", "not_found", `There is no cell ${id}`) };
}
