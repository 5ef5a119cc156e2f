import type { ChangeSet } from "@codemirror/state";
import type { CellID } from "~/protocol/wire.ts";

export type TextListener = (changes: ChangeSet) => void;

/** Those who follow the texts of cells: the editors. */
export class TextListeners {
  private readonly listeners = new Map<CellID, Set<TextListener>>();

  /** Calls back with each change of a cell's text; returns what ends it. */
  add(cell: CellID, listener: TextListener): () => void {
    const set = this.listeners.get(cell) ?? new Set();
    this.listeners.set(cell, set.add(listener));
    return () => set.delete(listener);
  }

  /** The cells that somebody follows. */
  followed(): CellID[] {
    return [...this.listeners].flatMap(([cell, set]) => (set.size > 0 ? [cell] : []));
  }

  emit(cell: CellID, changes: ChangeSet): void {
    if (changes.empty) return;
    for (const listener of this.listeners.get(cell) ?? []) listener(changes);
  }

  clear(): void {
    this.listeners.clear();
  }
}
