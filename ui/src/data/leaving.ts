import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useToast } from "~/ui/Toast.tsx";
import { errorToast } from "./fault-toast.ts";

// What a person has deleted for good but can still take back: it is hidden at once and deleted when the
// offer to undo ends. Names are "<noun>/<id>".
const leavingQuery = queryOptions({
  queryKey: ["leaving"],
  queryFn: (): readonly string[] => [],
  initialData: (): readonly string[] => [],
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

/** The names of what is hidden because it is about to be deleted. */
export function useLeaving(): ReadonlySet<string> {
  const { data } = useQuery(leavingQuery);
  return useMemo(() => new Set(data), [data]);
}

/**
 * Deletes something that cannot be brought back, after a toast has offered to undo it. `remove` runs when
 * the offer ends, also when the page is left.
 */
export function useDeleteLater(): (name: string, text: string, remove: () => Promise<unknown>) => void {
  const cache = useQueryClient();
  const toast = useToast();
  return (name, text, remove) => {
    const change = (to: (names: readonly string[]) => readonly string[]) =>
      cache.setQueryData(leavingQuery.queryKey, (names) => to(names ?? []));
    const show = () => change((names) => names.filter((other) => other !== name));
    change((names) => [...names, name]);
    toast({
      text,
      action: { label: "Undo", run: show },
      onDeclined: () => {
        remove()
          .catch((error: Error) => toast(errorToast(error)))
          .finally(show);
      },
    });
  };
}
