// The places that the find bar has found, for the editors that show them. Apart from the bar, which is
// loaded when it is first asked for.
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { type MarkedRanges, markRanges } from "~/editor/marked.ts";
import type { Session } from "~/engine/session.ts";
import { useSession } from "~/live/LiveProvider.tsx";
import type { CellID } from "~/protocol/wire.ts";

/** What is marked in each cell. Those who show a cell hear of its changes only. */
export class Marked {
  private readonly cells = new Map<CellID, MarkedRanges>();
  private readonly listeners = new Map<CellID, Set<() => void>>();

  get(cell: CellID): MarkedRanges | undefined {
    return this.cells.get(cell);
  }

  /** Marks these places and no others. */
  set(next: ReadonlyMap<CellID, MarkedRanges>): void {
    for (const cell of new Set([...this.cells.keys(), ...next.keys()])) {
      const before = this.cells.get(cell);
      const now = next.get(cell);
      if (before && now && before.ranges === now.ranges && before.current === now.current) continue;
      if (now) this.cells.set(cell, now);
      else this.cells.delete(cell);
      for (const listener of this.listeners.get(cell) ?? []) listener();
    }
  }

  subscribe(cell: CellID, listener: () => void): () => void {
    const set = this.listeners.get(cell) ?? new Set();
    this.listeners.set(cell, set.add(listener));
    return () => set.delete(listener);
  }
}

const bySession = new WeakMap<Session, Marked>();

/** The marked places of a session's cells. */
export function markedOf(session: Session): Marked {
  const marked = bySession.get(session) ?? new Marked();
  bySession.set(session, marked);
  return marked;
}

/** Marks what was found in a cell in its editor, which has to be drawn before. */
export function useMarks(cell: CellID): void {
  const marked = markedOf(useSession());
  const subscribe = useCallback((changed: () => void) => marked.subscribe(cell, changed), [marked, cell]);
  const ranges = useSyncExternalStore(subscribe, () => marked.get(cell));
  useEffect(() => markRanges(document, cell, ranges), [cell, ranges]);
}
