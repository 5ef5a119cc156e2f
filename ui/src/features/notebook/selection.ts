import { useCallback, useSyncExternalStore } from "react";
import type { CellID } from "~/protocol/wire.ts";

/** Where the keyboard is within the cells. Single keys are commands only while it is on a frame. */
export type Focus = "none" | "frame" | "control" | "editor";

export interface SelectionState {
  readonly cell: CellID | undefined;
  readonly focus: Focus;
  /** A prose cell that shows its source. */
  readonly editing: CellID | undefined;
}

/** Which cell is selected. Its own store, so that moving on draws two cells and not all. */
export class Selection {
  private current: SelectionState = { cell: undefined, focus: "none", editing: undefined };
  private readonly listeners = new Set<() => void>();

  get state(): SelectionState {
    return this.current;
  }

  change(part: Partial<SelectionState>): void {
    const next = { ...this.current, ...part };
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
