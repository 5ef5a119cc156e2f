import { useCallback, useSyncExternalStore } from "react";
import { useLive } from "./LiveProvider.tsx";
import type { Presence } from "./presence.ts";

/** A part of who is here. Select what keeps its identity: the component is drawn again when it changes. */
export function usePresence<T>(select: (presence: Presence) => T): T {
  const { presence } = useLive();
  const read = useCallback(() => select(presence), [select, presence]);
  return useSyncExternalStore(presence.subscribe, read);
}
