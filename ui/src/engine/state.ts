// What the people in a live session see alike, as internal/core/live has it. Values are never
// changed: an operation makes a new state that shares what stayed the same, so identity tells what
// has to be drawn again.
import { Text } from "@codemirror/state";
import type { Cell, CellID, CellKind, Language, Run, Snapshot } from "~/protocol/wire.ts";

export interface CellState {
  readonly id: CellID;
  readonly kind: CellKind;
  readonly filename?: string;
  readonly text: Text;
  /** Counts the change sets that the text has received. */
  readonly version: number;
}

/** A deleted cell. It goes on accepting edits, so that nothing written meanwhile is lost. */
export interface RemovedState {
  readonly cell: CellState;
  /** The cell it followed. */
  readonly after: CellID;
  /** Who last edited it after it was deleted: "" oneself, undefined nobody. */
  readonly editedBy?: string;
}

export interface LiveState {
  readonly title: string;
  readonly language: Language;
  /** package.json, tsconfig.json, then reading order. */
  readonly cells: readonly CellState[];
  readonly removed: readonly RemovedState[];
  /** Oldest first: the unfinished ones, and the latest ended one of each cell. */
  readonly runs: readonly Run[];
}

export const EMPTY: LiveState = { title: "", language: "typescript", cells: [], removed: [], runs: [] };

const LINE_BREAK = /\r\n?|\n/;

/** A text as CodeMirror and the server split it into lines. */
export function textOf(text: string): Text {
  return text === "" ? Text.empty : Text.of(text.split(LINE_BREAK));
}

export function cellOf(cell: Cell): CellState {
  return {
    id: cell.id,
    kind: cell.kind,
    ...(cell.filename ? { filename: cell.filename } : {}),
    text: textOf(cell.text),
    version: cell.version,
  };
}

export function stateOf(snapshot: Snapshot): LiveState {
  return {
    title: snapshot.title,
    language: snapshot.language,
    cells: snapshot.cells.map(cellOf),
    removed: snapshot.removed.map((r) => ({ ...r, cell: cellOf(r.cell) })),
    runs: snapshot.runs,
  };
}

export function cellIndex(state: LiveState, id: CellID): number {
  return state.cells.findIndex((c) => c.id === id);
}

/**
 * The cells that an earlier list does not hold as they are. Where none came, went or moved, as with a key
 * press, nothing but the answer is made.
 */
export function changedCells(before: readonly CellState[], now: readonly CellState[]): readonly CellState[] {
  if (before === now) return [];
  const others: CellState[] = [];
  let inPlace = before.length === now.length;
  for (const [i, cell] of now.entries()) {
    if (cell === before[i]) continue;
    others.push(cell);
    inPlace &&= cell.id === before[i]?.id;
  }
  if (inPlace) return others;
  const known = new Set(before);
  return others.filter((c) => !known.has(c));
}

/** Reports whether two lists hold the same cells in the same order, whatever is in them. */
export function sameCells(a: readonly CellState[], b: readonly CellState[]): boolean {
  return a === b || (a.length === b.length && a.every((c, i) => c.id === b[i]?.id));
}

/** The cell with this id, in the notebook or among the deleted ones. */
export function anyCell(state: LiveState, id: CellID): CellState | undefined {
  return state.cells.find((c) => c.id === id) ?? state.removed.find((r) => r.cell.id === id)?.cell;
}

/** Reports whether a cell runs, or waits for its turn to. */
export function isGoing(state: LiveState, cell: CellID): boolean {
  const run = runOf(state, cell);
  return run !== undefined && run.phase !== "exited";
}

/** Reports whether people may move, delete and rename such a cell. */
export function isMovable(kind: CellKind): boolean {
  return kind === "markdown" || kind === "code";
}

/** Where the first movable cell stands. */
export function firstIndex(state: LiveState): number {
  const i = state.cells.findIndex((c) => isMovable(c.kind));
  return i < 0 ? state.cells.length : i;
}

/**
 * The index that a cell placed after the given one gets. A deleted predecessor stands for the one
 * that it followed; an unknown one means the end, so that nothing is refused for a race.
 */
export function positionAfter(state: LiveState, after: CellID): number {
  let at = after;
  for (let hops = 0; hops <= state.removed.length; hops++) {
    if (at === "") return firstIndex(state);
    const i = cellIndex(state, at);
    if (i >= 0) return Math.max(i + 1, firstIndex(state));
    const removed = state.removed.find((r) => r.cell.id === at);
    if (!removed) break;
    at = removed.after;
  }
  return state.cells.length;
}

const cellIndexes = new WeakMap<readonly CellState[], Map<CellID, CellState>>();
const runIndexes = new WeakMap<readonly Run[], Map<CellID, Run>>();

/** The cell with this id, found by an index that is made once per list of cells. */
export function cellByID(state: LiveState, id: CellID): CellState | undefined {
  const index = cellIndexes.get(state.cells) ?? new Map(state.cells.map((c) => [c.id, c]));
  cellIndexes.set(state.cells, index);
  return index.get(id);
}

/** The latest run of a cell. */
export function runOf(state: LiveState, cell: CellID): Run | undefined {
  const index = runIndexes.get(state.runs) ?? new Map(state.runs.map((r) => [r.cell, r]));
  runIndexes.set(state.runs, index);
  return index.get(cell);
}
