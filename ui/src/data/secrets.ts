import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import * as api from "~/protocol/api.ts";
import type { PutSecret, WorkspaceID } from "~/protocol/wire.ts";

/** All secrets, without their values. */
export const secretsQuery = queryOptions({
  queryKey: ["secrets"],
  queryFn: async ({ signal }) => (await api.secrets(signal)).secrets,
});

function useSecretsMutation<T>(mutationFn: (variables: T) => Promise<void>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () => cache.invalidateQueries({ queryKey: secretsQuery.queryKey }),
  });
}

/** Creates or changes a secret. */
export const usePutSecret = () =>
  useSecretsMutation(({ name, ...body }: PutSecret & { name: string }) => api.putSecret(name, body));

/** Deletes a secret for good. */
export const useDeleteSecret = () => useSecretsMutation((name: string) => api.deleteSecret(name));

/** Gives a secret to the cells of a workspace, or takes it from them. */
export const useGrantSecret = () =>
  useSecretsMutation(
    ({ workspace, name, granted }: { workspace: WorkspaceID; name: string; granted: boolean }) =>
      granted ? api.grantSecret(workspace, name) : api.revokeSecret(workspace, name),
  );
