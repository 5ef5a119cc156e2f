import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import * as api from "~/protocol/history-api.ts";
import type { CellID, RestoreRevision, WorkspaceID } from "~/protocol/wire.ts";

const historyKey = (id: WorkspaceID) => ["history", id] as const;

/** All versions in groups, page by page, the newest first. */
export const timelineQuery = (id: WorkspaceID) =>
  infiniteQueryOptions({
    queryKey: [...historyKey(id), "timeline"],
    queryFn: ({ signal, pageParam }) => api.historyPage(id, pageParam, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
  });

/** The versions that have a name. */
export const namedQuery = (id: WorkspaceID) =>
  queryOptions({
    queryKey: [...historyKey(id), "named"],
    queryFn: ({ signal }) => api.namedVersions(id, signal),
  });

/** The newest part of the timeline, which led to the version `to`. */
export const latestQuery = (id: WorkspaceID, to: number) =>
  queryOptions({
    queryKey: [...historyKey(id), "latest", to],
    queryFn: ({ signal }) => api.historyPage(id, 0, signal),
  });

/** How two versions differ; `to` is -1 for the present one, which is asked for anew each time. */
export const differencesQuery = (id: WorkspaceID, from: number, to: number) =>
  queryOptions({
    queryKey: [...historyKey(id), "differences", from, to],
    queryFn: ({ signal }) => api.differences(id, from, to, signal),
    staleTime: to < 0 ? 0 : Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });

/** What to bring back of which version. */
export interface Restoration extends RestoreRevision {
  readonly seq: number;
  readonly cell?: CellID;
}

export function useRestore(id: WorkspaceID) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ seq, ...body }: Restoration) => api.restoreVersion(id, seq, body),
    onSettled: () => cache.invalidateQueries({ queryKey: historyKey(id) }),
  });
}

export function useNameVersion(id: WorkspaceID) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ seq, name }: { seq: number; name: string }) => api.nameVersion(id, seq, name),
    onSettled: () => cache.invalidateQueries({ queryKey: historyKey(id) }),
  });
}
