import { useQuery } from "@tanstack/react-query";
import { History, X } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { sessionQuery } from "~/data/session.ts";
import { useLive } from "~/live/LiveProvider.tsx";
import type { HistoryDifferences } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { isMixed, missedWords, othersOf } from "./missed.ts";
import { differencesQuery, latestQuery } from "./queries.ts";
import { lastSeen, noteSeen } from "./seen.ts";
import { useRestoring } from "./useRestoring.ts";
import { moment, people } from "./words.ts";

// The notice is small and comes with every notebook; the editors of a comparison come when asked for.
const DifferencesView = lazy(() =>
  import("./DifferencesView.tsx").then((m) => ({ default: m.DifferencesView })),
);

/** What was missed: from what this browser saw last up to what it found when it came back. */
interface Missed {
  readonly from: number;
  readonly to: number;
}

/** Says quietly what others changed while nobody looked at the notebook here. */
export function Since() {
  const [missed, dismiss] = useMissed();
  return missed && <Notice key={missed.to} missed={missed} onDismiss={dismiss} />;
}

/** Follows what is seen; the page being hidden is the same as being away. */
function useMissed(): [Missed | undefined, () => void] {
  const { session, workspace } = useLive();
  const [missed, setMissed] = useState<Missed>();
  useEffect(() => {
    let back = true; // until the first look after coming back
    const look = () => {
      const { connection, seq } = session.view;
      if (connection !== "live" || document.visibilityState !== "visible") return;
      if (!back) return;
      back = false;
      const from = lastSeen(workspace);
      if (from !== undefined && from < seq) setMissed({ from, to: seq });
      else noteSeen(workspace, seq);
    };
    const leave = () => {
      if (!back) noteSeen(workspace, session.view.seq);
    };
    const onVisibility = () => {
      if (document.visibilityState === "hidden") {
        leave();
        back = true;
      } else look();
    };
    look();
    const unsubscribe = session.subscribe(look);
    document.addEventListener("visibilitychange", onVisibility);
    window.addEventListener("pagehide", leave);
    return () => {
      leave();
      unsubscribe();
      document.removeEventListener("visibilitychange", onVisibility);
      window.removeEventListener("pagehide", leave);
    };
  }, [session, workspace]);
  return [missed, () => setMissed(undefined)];
}

function Notice({ missed, onDismiss }: { missed: Missed; onDismiss: () => void }) {
  const { workspace } = useLive();
  const self = useSelf();
  const { data } = useQuery({ ...differencesQuery(workspace, missed.from, missed.to), retry: false });
  const mixed = self !== undefined && data !== undefined && isMixed(data, self);
  const { data: timeline } = useQuery({ ...latestQuery(workspace, missed.to), retry: false, enabled: mixed });
  const [open, setOpen] = useState(false);
  const restore = useRestoring("your last visit", onDismiss);
  if (!data || !self || (mixed && !timeline)) return null;
  const changes = missedWords(data, self, timeline?.items);
  if (!changes) return null;
  return (
    <div
      role="status"
      className="absolute inset-x-0 top-2 z-10 mx-auto flex w-fit max-w-[calc(100%-24px)] animate-appear items-center gap-2 rounded-box border border-line-strong bg-raised py-1 pr-1 pl-3 shadow-float"
    >
      <History aria-hidden className="text-accent-text" />
      <p className="min-w-0 truncate">{changes}</p>
      <Button size="small" onClick={() => setOpen(true)}>
        Show changes
      </Button>
      <IconButton label="Dismiss" onClick={onDismiss} className="size-(--size-control-small)">
        <X />
      </IconButton>
      {open && (
        <Suspense>
          <DifferencesView
            title="since your last visit"
            heading={<span className="font-semibold text-large">What changed since you were here</span>}
            subtitle={detail(data, self)}
            from={missed.from}
            to={missed.to}
            restoredTo={{ version: missed.from, before: missed.from }}
            restore={restore}
            onClose={() => {
              setOpen(false);
              onDismiss();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

/** What oneself is called, now and since the notebook was opened; undefined until that is known. */
function useSelf(): readonly string[] | undefined {
  const { presence } = useLive();
  const { data } = useQuery(sessionQuery);
  const known = data?.name;
  return useMemo(() => known && [known, presence.me?.author ?? known], [known, presence]) || undefined;
}

function detail(d: HistoryDifferences, self: readonly string[]): string {
  return [people(othersOf(d.authors, self)), d.at && moment(new Date(d.at), new Date())]
    .filter(Boolean)
    .join(" · ");
}
