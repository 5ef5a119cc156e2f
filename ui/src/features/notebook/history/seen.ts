// How much of a notebook somebody has seen in this browser: the last operation that was there while the
// page could be seen. It says what is new when they come back.
import type { WorkspaceID } from "~/protocol/wire.ts";

const key = (workspace: WorkspaceID) => `srcbook.seen.${workspace}`;

/** The last operation that was seen; undefined for a notebook that this browser has not shown yet. */
export function lastSeen(workspace: WorkspaceID): number | undefined {
  try {
    const stored = Number(localStorage.getItem(key(workspace)) ?? Number.NaN);
    return Number.isSafeInteger(stored) ? stored : undefined;
  } catch {
    return undefined; // without storage everything is new, and nothing is said
  }
}

export function noteSeen(workspace: WorkspaceID, seq: number): void {
  try {
    localStorage.setItem(key(workspace), String(seq));
  } catch {
    // It is noted the next time.
  }
}
