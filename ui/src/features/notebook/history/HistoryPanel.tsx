import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useLive, useSelect } from "~/live/LiveProvider.tsx";
import { faultOf } from "~/protocol/http.ts";
import type { HistoryItem } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { FaultNote } from "~/ui/FaultNote.tsx";
import { moveByArrows } from "../rows.ts";
import { Choice } from "./Choice.tsx";
import { HistoryRow } from "./HistoryRow.tsx";
import { NameForm } from "./NameForm.tsx";
import { namedQuery, timelineQuery } from "./queries.ts";
import { VersionView } from "./VersionView.tsx";
import { dayOf } from "./words.ts";

type Filter = "all" | "named";

/** Every version of the notebook, in groups by day; a row opens what it changed. */
export function HistoryPanel() {
  const [filter, setFilter] = useState<Filter>("all");
  const [naming, setNaming] = useState(false);
  const [shown, setShown] = useState<HistoryItem>();
  const { items, error, retry, older, pending } = useVersions(filter);
  const at = shown && items.findIndex((i) => i.seq === shown.seq);
  return (
    <div className="flex flex-col gap-2 px-2 py-2.5">
      <div className="flex flex-wrap items-center justify-between gap-2 px-1.5">
        <Choice
          label="Which versions"
          value={filter}
          onChange={setFilter}
          options={[
            { value: "all", label: "All" },
            { value: "named", label: "Named" },
          ]}
        />
        {!naming && (
          <Button size="small" icon={<Bookmark />} onClick={() => setNaming(true)}>
            Name this version
          </Button>
        )}
      </div>
      {naming && <NameForm onDone={() => setNaming(false)} />}
      {error && (
        <FaultNote
          {...faultOf(error)}
          action={
            <Button size="small" onClick={retry}>
              Try again
            </Button>
          }
        />
      )}
      {pending && <Waiting />}
      {!pending && !error && <Nothing filter={filter} items={items} />}
      <Days items={items} shown={shown} onOpen={setShown} />
      {older && (
        <Button variant="ghost" size="small" busy={older.busy ? "Reading" : undefined} onClick={older.read}>
          Show older versions
        </Button>
      )}
      {shown && (
        <VersionView
          item={items[at ?? -1] ?? shown}
          newer={at !== undefined && at > 0 ? items[at - 1] : undefined}
          older={at !== undefined && at >= 0 ? items[at + 1] : undefined}
          onShow={setShown}
          onClose={() => setShown(undefined)}
        />
      )}
    </div>
  );
}

/** The rows of a filter; new ones come as the notebook changes. */
function useVersions(filter: Filter) {
  const { workspace } = useLive();
  const timeline = useInfiniteQuery({ ...timelineQuery(workspace), enabled: filter === "all" });
  const named = useQuery({ ...namedQuery(workspace), enabled: filter === "named" });
  useFresh();
  const pages = timeline.data?.pages;
  const all = useMemo(() => pages?.flatMap((p) => p.items) ?? [], [pages]);
  const shown = filter === "all" ? timeline : named;
  return {
    items: filter === "all" ? all : (named.data?.items ?? []),
    error: shown.error,
    retry: () => void shown.refetch(),
    pending: shown.isPending,
    older:
      filter === "all" && timeline.hasNextPage
        ? { read: () => void timeline.fetchNextPage(), busy: timeline.isFetchingNextPage }
        : undefined,
  };
}

const SETTLE_MS = 1_500;

/** Asks again when the notebook has changed, at most every so often. */
function useFresh(): void {
  const { workspace } = useLive();
  const cache = useQueryClient();
  const seq = useSelect((view) => view.seq);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the sequence number that tells of a change
  useEffect(() => {
    const timer = setTimeout(() => {
      void cache.invalidateQueries({ queryKey: timelineQuery(workspace).queryKey });
      void cache.invalidateQueries({ queryKey: namedQuery(workspace).queryKey });
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [cache, workspace, seq]);
}

function Days({
  items,
  shown,
  onOpen,
}: {
  items: readonly HistoryItem[];
  shown: HistoryItem | undefined;
  onOpen: (item: HistoryItem) => void;
}) {
  const now = new Date();
  const days = byDay(items, now);
  return (
    <nav aria-label="Versions" onKeyDown={moveByArrows}>
      {[...days].map(([day, list]) => (
        <section key={day} aria-label={day} className="mb-2">
          <h2 className="px-2 py-1 font-[550] text-small">{day}</h2>
          <ul>
            {list.map((item) => (
              <HistoryRow
                key={item.seq}
                item={item}
                shown={item.seq === shown?.seq}
                onOpen={() => onOpen(item)}
              />
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function byDay(items: readonly HistoryItem[], now: Date): Map<string, HistoryItem[]> {
  const days = new Map<string, HistoryItem[]>();
  for (const item of items) {
    const day = dayOf(new Date(item.at), now);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return days;
}

function Waiting() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return late ? (
    <p role="status" className="px-1.5 text-muted">
      Reading the history…
    </p>
  ) : null;
}

function Nothing({ filter, items }: { filter: Filter; items: readonly HistoryItem[] }) {
  if (filter === "named" && items.length === 0) {
    return (
      <p className="px-1.5 text-muted">
        No version has a name. Name one to find it again; named versions are kept for good.
      </p>
    );
  }
  if (items.some((i) => i.kind !== "created")) return null;
  return <p className="px-1.5 text-muted">Versions appear here as the notebook changes.</p>;
}
