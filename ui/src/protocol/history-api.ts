import { request } from "./http.ts";
import type {
  HistoryDifferences,
  HistoryPage,
  RestoredRevision,
  RestoreRevision,
  Revision,
  WorkspaceID,
} from "./wire.ts";

// The HTTP operations of the history. They are apart from the others because they are only loaded with
// what shows it.

const at = (id: WorkspaceID, rest = "") => `/api/workspaces/${encodeURIComponent(id)}/history${rest}`;

/** A page of the timeline; `before` is what the page before said is next, 0 for the newest. */
export const historyPage = (id: WorkspaceID, before: number, signal: AbortSignal) =>
  request<HistoryPage>("GET", at(id, `?before=${before}`), { signal });

/** The versions that have a name. */
export const namedVersions = (id: WorkspaceID, signal: AbortSignal) =>
  request<HistoryPage>("GET", at(id, "?named=true"), { signal });

/** The notebook as it was. */
export const version = (id: WorkspaceID, seq: number, signal: AbortSignal) =>
  request<Revision>("GET", at(id, `/${seq}`), { signal });

/** How two versions differ; `to` is -1 for the present one. */
export const differences = (id: WorkspaceID, from: number, to: number, signal: AbortSignal) =>
  request<HistoryDifferences>("GET", at(id, `/diff?from=${from}&to=${to}`), { signal });

export const restoreVersion = (id: WorkspaceID, seq: number, body: RestoreRevision) =>
  request<RestoredRevision>("POST", at(id, `/${seq}/restore`), { body });

/** Gives a version a name; an empty one takes it away. */
export const nameVersion = (id: WorkspaceID, seq: number, name: string) =>
  request<void>("PUT", at(id, `/${seq}/name`), { body: { name } });
