import { useCallback, useSyncExternalStore } from "react";
import type { CellID } from "~/protocol/wire.ts";

/** Where the keyboard is within the cells. Single keys are commands only while it is on a frame. */
export type Focus = "none" | "frame" | "control" | "editor";

export interface SelectionState {
  readonly cell: CellID | undefined;
  /** Where a selection of several cells began; `cell` is where it ends. */
  readonly anchor: CellID | undefined;
  /** Several selected cells, with `cell` among them; empty while only `cell` is selected. */
  readonly marked: ReadonlySet<CellID>;
  readonly focus: Focus;
  /** A prose cell that shows its source. */
  readonly editing: CellID | undefined;
}

const NONE: ReadonlySet<CellID> = new Set();

/** What makes `cell` the only selected cell. */
export const single = { anchor: undefined, marked: NONE } as const;

/** Which cells are selected. Its own store, so that moving on draws two cells and not all. */
export class Selection {
  private current: SelectionState = { cell: undefined, focus: "none", editing: undefined, ...single };
  private readonly listeners = new Set<() => void>();

  get state(): SelectionState {
    return this.current;
  }

  /** Several cells stay selected while the keyboard is on one of them and not in its editor. */
  change(part: Partial<SelectionState>): void {
    let next = { ...this.current, ...part };
    const stays = next.cell !== undefined && next.marked.has(next.cell) && next.focus !== "editor";
    if (!stays) next = { ...next, ...single };
    const keys = Object.keys(next) as (keyof SelectionState)[];
    if (keys.every((key) => next[key] === this.current[key])) return;
    this.current = next;
    for (const listener of [...this.listeners]) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

/** A part of the selection; the component is drawn again when that part changes. */
export function useSelection<T>(selection: Selection, select: (state: SelectionState) => T): T {
  const read = useCallback(() => select(selection.state), [selection, select]);
  return useSyncExternalStore(selection.subscribe, read);
}
