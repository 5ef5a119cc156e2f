import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import * as api from "~/protocol/api.ts";
import type { SearchHit, WorkspaceID } from "~/protocol/wire.ts";

/** The most hits that an answer holds; one of so many may not be all. */
export const mostHits = 50;

/**
 * Where a query is found in titles, prose, code and file names. It may hold filters, such as
 * "language:javascript" and "after:2026-02"; dates are those of this browser's time zone.
 */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ["search", q],
    queryFn: async ({ signal }) => (await api.search({ q, zone: timeZone() }, signal)).hits,
    placeholderData: keepPreviousData,
    enabled: q.length > 1,
  });

const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What was found in one notebook. */
export interface FoundNotebook {
  workspace: WorkspaceID;
  title: string;
  /** Where the words stand in the title, when they do. */
  titleHit?: SearchHit;
  /** Cells, the best first. */
  cells: SearchHit[];
}

/** Hits by their notebooks, which stand in the order of their best hits. Pure. */
export function byNotebook(hits: readonly SearchHit[]): FoundNotebook[] {
  const found = new Map<WorkspaceID, FoundNotebook>();
  for (const hit of hits) {
    const { workspace, title } = hit;
    const notebook = found.get(workspace) ?? { workspace, title, cells: [] };
    found.set(workspace, notebook);
    if (hit.cell) notebook.cells.push(hit);
    else notebook.titleHit = hit;
  }
  return [...found.values()];
}
