import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import * as api from "~/protocol/api.ts";
import type { FoundSymbol } from "~/protocol/wire.ts";

/**
 * The names that fit what was typed in the code of all open notebooks. It is asked again while the language service of
 * one of them starts.
 */
export const symbolsQuery = (name: string) =>
  queryOptions({
    queryKey: ["symbols", name],
    queryFn: ({ signal }) => api.symbols(name, signal),
    placeholderData: keepPreviousData,
    enabled: name !== "",
    staleTime: 0,
    gcTime: 0,
    refetchInterval: ({ state }) => (state.data && state.data.missing > 0 ? 1_000 : false),
  });

/** Where a link to a name leads: its notebook, at the name in a line of its cell. Pure. */
export const linkTo = ({ workspace, cell, line, name }: FoundSymbol) =>
  ({ to: "/n/$workspace", params: { workspace }, hash: `${cell}:${line}:${name}` }) as const;

/** A name among those of an answer. Pure. */
export const keyOf = ({ workspace, cell, line, name, container = "" }: FoundSymbol): string =>
  [workspace, cell, line, container, name].join(" ");

/** Where a name is, within its notebook: "bucket.ts · TokenBucket". Pure. */
export const placeOf = ({ filename, container }: FoundSymbol): string =>
  [filename, container].filter(Boolean).join(" · ");
