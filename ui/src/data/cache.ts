import { QueryCache, QueryClient } from "@tanstack/react-query";
import { FaultError } from "~/protocol/http.ts";
import { sessionQuery } from "./session.ts";

/** The cache of server data. An answer of 401, to whatever question, ends the session in it. */
export function newCache(): QueryClient {
  const cache = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        const { queryKey } = sessionQuery;
        if (isSignedOut(error) && query.queryKey[0] !== queryKey[0]) {
          void cache.invalidateQueries({ queryKey });
        }
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => isPassing(error) && failures < 2,
        // The server is on this machine or near it: being "offline" says nothing about it.
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
  return cache;
}

/** Whether the server asks to sign in. */
export const isSignedOut = (error: unknown): boolean => error instanceof FaultError && error.status === 401;

const isPassing = (error: unknown): boolean =>
  error instanceof FaultError && error.fault.kind === "unavailable";
