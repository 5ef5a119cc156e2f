import type { Session } from "~/engine/session.ts";
import { changedCells, type LiveState } from "~/engine/state.ts";
import type { CellID } from "~/protocol/wire.ts";

/**
 * Tells those who follow a cell when it or its runs have changed, and nobody else: with hundreds of
 * cells, asking each of them after every keystroke would cost more than the keystroke.
 */
export class CellIndex {
  private last: LiveState;
  private readonly listeners = new Map<CellID, Set<() => void>>();

  /** Follows the session until that is disposed of. */
  constructor(session: Session) {
    this.last = session.view.state;
    session.subscribe(() => this.compare(session.view.state));
  }

  subscribe(cell: CellID, listener: () => void): () => void {
    const set = this.listeners.get(cell) ?? new Set();
    this.listeners.set(cell, set.add(listener));
    return () => set.delete(listener);
  }

  private compare(state: LiveState): void {
    const before = this.last;
    this.last = state;
    const changed = new Set<CellID>(changedCells(before.cells, state.cells).map((c) => c.id));
    if (state.runs !== before.runs) {
      const [old, present] = [new Set(before.runs), new Set(state.runs)];
      for (const r of state.runs) if (!old.has(r)) changed.add(r.cell);
      for (const r of before.runs) if (!present.has(r)) changed.add(r.cell);
    }
    for (const cell of changed) for (const listener of [...(this.listeners.get(cell) ?? [])]) listener();
  }
}
