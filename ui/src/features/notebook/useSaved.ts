import { useCallback, useRef, useSyncExternalStore } from "react";
import type { SessionView } from "~/engine/session-types.ts";
import { sameFields, useSession } from "~/live/LiveProvider.tsx";

/** "Saved" is said once nothing was unsaved for this long, in ms. */
const REST_MS = 400;

/** How far the server has what was written. */
type Saved = Pick<SessionView, "unconfirmed" | "connection" | "blocked" | "closed">;

/** While edits are on their way their number is nobody's concern: it changes with every key. */
function savedOf({ unconfirmed, connection, blocked, closed }: SessionView): Saved {
  const sending = connection === "live" && !blocked && !closed;
  return { unconfirmed: sending ? Math.min(unconfirmed, 1) : unconfirmed, connection, blocked, closed };
}

/** Edits are on their way, and nothing is wrong. */
const isSending = (s: Saved) => s.unconfirmed > 0 && isConnected(s);
const isSaved = (s: Saved) => s.unconfirmed === 0 && isConnected(s);
const isConnected = (s: Saved) => s.connection === "live" && !s.blocked && !s.closed;

/**
 * How far the server has what was written. What is not saved is said at once, and that all is saved after
 * a moment: while somebody types, every key and every answer of the server would else draw it again.
 */
export function useSaved(): Saved {
  const session = useSession();
  const shown = useRef<Saved | undefined>(undefined);
  shown.current ??= savedOf(session.view);
  const subscribe = useCallback(
    (changed: () => void) => {
      let rest: ReturnType<typeof setTimeout> | undefined;
      const show = () => {
        shown.current = savedOf(session.view);
        changed();
      };
      const look = () => {
        const now = savedOf(session.view);
        clearTimeout(rest);
        if (shown.current && sameFields(now, shown.current)) return;
        if (shown.current && isSending(shown.current) && isSaved(now)) rest = setTimeout(show, REST_MS);
        else show();
      };
      look();
      const unsubscribe = session.subscribe(look);
      return () => {
        clearTimeout(rest);
        unsubscribe();
      };
    },
    [session],
  );
  return useSyncExternalStore(subscribe, () => shown.current ?? savedOf(session.view));
}
