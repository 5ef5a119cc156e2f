// Which cells this browser runs in a terminal. Remembered by cell: ids are not used twice.
import { useSyncExternalStore } from "react";
import type { CellID } from "~/protocol/wire.ts";

const KEY = "srcbook.terminal-cells";
const MOST = 200;

let chosen: readonly CellID[] | undefined;
const listeners = new Set<() => void>();

function cells(): readonly CellID[] {
  chosen ??= read();
  return chosen;
}

function read(): readonly CellID[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((cell) => typeof cell === "string") : [];
  } catch {
    return [];
  }
}

/** Whether a cell is run in a terminal. */
export const runsInTerminal = (cell: CellID): boolean => cells().includes(cell);

/** Has a cell run in a terminal from now on, or not any more. */
export function chooseTerminal(cell: CellID, on: boolean): void {
  const others = cells().filter((known) => known !== cell);
  chosen = on ? [...others.slice(1 - MOST), cell] : others;
  try {
    localStorage.setItem(KEY, JSON.stringify(chosen));
  } catch {
    // Storage is full or blocked: it holds until the page is left.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useRunsInTerminal(cell: CellID): boolean {
  return useSyncExternalStore(subscribe, () => runsInTerminal(cell));
}
