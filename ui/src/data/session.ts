import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import * as api from "~/protocol/api.ts";

/** Who is signed in in this browser; fails with 401 when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => api.session(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Exchanges a launch token for a session. */
export function useSignIn() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (token: string) => api.signIn({ token }),
    onSuccess: () => cache.resetQueries(),
  });
}

/** Names the person of this browser. It counts for what is opened from then on. */
export function useRename() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => api.renameSession({ name }),
    onSuccess: (session) => cache.setQueryData(sessionQuery.queryKey, session),
  });
}

/** Ends the session of this browser. */
export function useSignOut() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: api.signOut,
    onSuccess: () => cache.resetQueries(),
  });
}
