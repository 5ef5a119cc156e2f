import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { conflictSides, resolveConflict } from "~/protocol/folder-api.ts";
import { restoreVersion } from "~/protocol/history-api.ts";
import type { ResolveConflict, ResolvedConflict, WorkspaceID } from "~/protocol/wire.ts";

const conflictKey = (id: WorkspaceID) => ["conflict", id] as const;

/** Both sides of a file that differs; they are asked for anew whenever they are shown. */
export const sidesQuery = (id: WorkspaceID, file: string) =>
  queryOptions({
    queryKey: [...conflictKey(id), file],
    queryFn: ({ signal }) => conflictSides(id, file, signal),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

/** Keeps one side of each of some files, one after the other, so that the first failure stops it. */
export function useResolve(id: WorkspaceID) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (choices: readonly ResolveConflict[]) => {
      const done: ResolvedConflict[] = [];
      for (const choice of choices) done.push(await resolveConflict(id, choice));
      return done;
    },
    onError: () => cache.invalidateQueries({ queryKey: conflictKey(id) }),
  });
}

/** Takes back what taking some files changed in the notebook, the last one first. */
export async function takeBack(id: WorkspaceID, done: readonly ResolvedConflict[]): Promise<void> {
  for (const { before, after } of done.toReversed()) {
    if (before !== after) await restoreVersion(id, before, { since: after });
  }
}
