import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback } from "react";
import * as api from "~/protocol/api.ts";
import type { ServedFile } from "~/protocol/http.ts";
import type { Import, NewWorkspace, Workspace, WorkspaceID, WorkspacePage } from "~/protocol/wire.ts";

const pageSize = 100;

type LibraryData = InfiniteData<WorkspacePage, string>;

/** Every list of workspaces is under this key. */
const workspacesKey = ["workspaces"];

/** The library, newest change first, a hundred rows at a time; `q` filters by title and summary. */
export const libraryQuery = (q = "") =>
  infiniteQueryOptions({
    queryKey: [...workspacesKey, "library", q],
    queryFn: ({ signal, pageParam }) => api.workspaces({ q, cursor: pageParam, limit: pageSize }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next || undefined,
    placeholderData: keepPreviousData,
  });

/** What is in the trash. */
export const trashQuery = infiniteQueryOptions({
  queryKey: [...workspacesKey, "trash"],
  queryFn: ({ signal, pageParam }) =>
    api.workspaces({ trashed: true, cursor: pageParam, limit: pageSize }, signal),
  initialPageParam: "",
  getNextPageParam: (page) => page.next || undefined,
});

/** The workspaces that were opened last, latest first, of those that the library has loaded. */
export function useRecent() {
  return useInfiniteQuery({ ...libraryQuery(), select: byOpening });
}

/** Asks anew which workspaces were opened last. */
export function useRefreshRecent(): () => void {
  const cache = useQueryClient();
  return useCallback(() => void cache.invalidateQueries({ queryKey: libraryQuery().queryKey }), [cache]);
}

function byOpening({ pages }: LibraryData): Workspace[] {
  return pages
    .flatMap((page) => page.items)
    .filter((item) => item.openedAt !== undefined)
    .sort((a, b) => (b.openedAt ?? "").localeCompare(a.openedAt ?? ""));
}

/** One workspace, with the file that it is kept in. */
export const workspaceQuery = (id: WorkspaceID) =>
  queryOptions({
    queryKey: [...workspacesKey, "one", id],
    queryFn: ({ signal }) => api.workspace(id, signal),
  });

/** Notebooks that the product ships. */
export const examplesQuery = queryOptions({
  queryKey: ["examples"],
  queryFn: async ({ signal }) => (await api.examples(signal)).examples,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Shows a change in every list at once; the answer of the server replaces it. */
function changeRows(cache: QueryClient, change: (rows: Workspace[]) => Workspace[]): void {
  cache.setQueriesData<LibraryData>({ queryKey: [...workspacesKey, "library"] }, (data) => {
    if (!data) return data;
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: change(page.items) })) };
  });
}

function useWorkspacesMutation<T, R>(
  mutationFn: (variables: T) => Promise<R>,
  optimistic?: (rows: Workspace[], variables: T) => Workspace[],
) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn,
    onMutate: async (variables) => {
      if (!optimistic) return;
      await cache.cancelQueries({ queryKey: workspacesKey });
      changeRows(cache, (rows) => optimistic(rows, variables));
    },
    // Not waited for: who asked for the change goes on at once.
    onSettled: () => void cache.invalidateQueries({ queryKey: workspacesKey }),
  });
}

export const useCreateWorkspace = () =>
  useWorkspacesMutation((body: NewWorkspace) => api.createWorkspace(body));

export const useImportWorkspace = () => useWorkspacesMutation((body: Import) => api.importWorkspace(body));

export const useRenameWorkspace = () =>
  useWorkspacesMutation(
    ({ id, title }: { id: WorkspaceID; title: string }) => api.changeWorkspace(id, { title }),
    (rows, { id, title }) => rows.map((row) => (row.id === id ? { ...row, title } : row)),
  );

export const useDuplicateWorkspace = () =>
  useWorkspacesMutation((id: WorkspaceID) => api.duplicateWorkspace(id));

/** Moves to the trash, from where useRestoreWorkspace brings it back. */
export const useTrashWorkspace = () =>
  useWorkspacesMutation(
    (id: WorkspaceID) => api.trashWorkspace(id),
    (rows, id) => rows.filter((row) => row.id !== id),
  );

export const useRestoreWorkspace = () => useWorkspacesMutation((id: WorkspaceID) => api.restoreWorkspace(id));

/** Exports a workspace as a file, which the browser saves. */
export const useExportWorkspace = () =>
  useMutation({
    mutationFn: ({ id, format, output }: { id: WorkspaceID; format: api.ExportFormat; output: boolean }) =>
      api.exportWorkspace(id, { format, output }),
    onSuccess: save,
  });

function save({ name, body }: ServedFile): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(body);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Deletes for good, from the trash. */
export const usePurgeWorkspace = () => useWorkspacesMutation((id: WorkspaceID) => api.purgeWorkspace(id));
