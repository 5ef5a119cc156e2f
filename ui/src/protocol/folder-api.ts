import { request } from "./http.ts";
import type { ConflictSides, ResolveConflict, ResolvedConflict, WorkspaceID } from "./wire.ts";

// The HTTP operations of files that differ on disk. They are loaded with what shows them.

const at = (id: WorkspaceID) => `/api/workspaces/${encodeURIComponent(id)}/conflict`;

/** Both sides of a file that differs. */
export const conflictSides = (id: WorkspaceID, file: string, signal?: AbortSignal) =>
  request<ConflictSides>("GET", `${at(id)}?file=${encodeURIComponent(file)}`, { signal });

/** Keeps one side; the other one is kept in the history or beside the file. */
export const resolveConflict = (id: WorkspaceID, body: ResolveConflict) =>
  request<ResolvedConflict>("POST", at(id), { body });
