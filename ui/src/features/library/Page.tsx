import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { LayoutGrid, Plus, Rows3, Search, SearchX } from "lucide-react";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { libraryCommands } from "~/commands/library.ts";
import { ListFailure } from "~/data/ListFailure.tsx";
import { settingsQuery } from "~/data/settings.ts";
import { libraryQuery } from "~/data/workspaces.ts";
import { Button } from "~/ui/Button.tsx";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { EmptyState } from "~/ui/EmptyState.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { PageTitle } from "~/ui/PageTitle.tsx";
import { usePersistent } from "~/ui/usePersistent.ts";
import { useSettled } from "~/ui/useSettled.ts";
import { FirstRun } from "./FirstRun.tsx";
import { LibrarySearch } from "./LibrarySearch.tsx";
import { ListSkeleton } from "./ListSkeleton.tsx";
import { matchesWords } from "./match.ts";
import { useNewNotebook } from "./useNewNotebook.ts";
import type { ListHandle } from "./VirtualList.tsx";
import { WorkspaceList } from "./WorkspaceList.tsx";
import type { Arrangement } from "./WorkspaceRow.tsx";

const SearchHits = lazy(async () => ({ default: (await import("./SearchHits.tsx")).SearchHits }));

const isArrangement = (value: unknown): value is Arrangement => value === "rows" || value === "grid";

/** All notebooks, filtered as one types. */
export function LibraryPage() {
  const [typed, setTyped] = useState("");
  const words = typed.trim();
  const asked = useSettled(words);
  const library = useInfiniteQuery(libraryQuery(asked));
  const [arrangement, setArrangement] = usePersistent<Arrangement>(
    "library.arrangement",
    "rows",
    isArrangement,
  );
  const list = useRef<ListHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  useQuery(settingsQuery); // the language of a new notebook is known before the first press
  useLibraryCommands(search, arrangement, setArrangement);

  const loaded = useMemo(() => library.data?.pages.flatMap((page) => page.items), [library.data]);
  const rows = useMemo(() => loaded?.filter((row) => matchesWords(row, words)) ?? [], [loaded, words]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = library;
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (loaded?.length === 0 && words === "" && asked === "") return <FirstRun />;
  const first = rows[0];
  return (
    <div className="mx-auto flex max-w-page flex-col px-4 pt-6 pb-12 desk:pt-9">
      <PageTitle hidden>Library</PageTitle>
      <div className="mb-3.5 flex items-center gap-2">
        <LibrarySearch
          ref={search}
          value={typed}
          onChange={setTyped}
          onEnterList={() => first && list.current?.focus(first.id)}
          openFirst={first?.id}
        />
        <IconButton
          label={arrangement === "rows" ? "Show as grid" : "Show as rows"}
          onClick={() => setArrangement(arrangement === "rows" ? "grid" : "rows")}
        >
          {arrangement === "rows" ? <LayoutGrid /> : <Rows3 />}
        </IconButton>
      </div>
      {library.isPending && <ListSkeleton />}
      {library.isError && !library.data && (
        <ListFailure error={library.error} onRetry={() => void library.refetch()} />
      )}
      <WorkspaceList
        label="Notebooks"
        rows={rows}
        arrangement={arrangement}
        timeOf={(row) => row.updatedAt}
        handle={list}
        onLeaveTop={() => search.current?.focus()}
        onNearEnd={onNearEnd}
      />
      {isFetchingNextPage && <p className="py-3 text-center text-muted">Loading more…</p>}
      {words !== "" && (
        <Suspense>
          <SearchHits words={asked} otherwise={loaded && rows.length === 0 && <Nothing words={words} />} />
        </Suspense>
      )}
      <p role="status" className="sr-only">
        {words !== "" &&
          loaded &&
          `${rows.length} ${rows.length === 1 ? "notebook matches" : "notebooks match"}`}
      </p>
    </div>
  );
}

function Nothing({ words }: { words: string }) {
  const { create, creating } = useNewNotebook();
  return (
    <EmptyState
      icon={<SearchX />}
      title={`Nothing found for “${words}”`}
      actions={
        <Button busy={creating ? "Creating" : undefined} onClick={() => create()}>
          New notebook
        </Button>
      }
    >
      Neither a title nor prose or code of a notebook holds these words.
    </EmptyState>
  );
}

function useLibraryCommands(
  search: React.RefObject<HTMLInputElement | null>,
  arrangement: Arrangement,
  setArrangement: (next: Arrangement) => void,
) {
  const { create } = useNewNotebook();
  const latest = useRef(create);
  latest.current = create;
  useCommands(
    useMemo<Command[]>(
      () => [
        {
          ...libraryCommands["library.search"],
          icon: <Search />,
          run: () => search.current?.focus(),
        },
        {
          ...libraryCommands["library.new"],
          icon: <Plus />,
          run: () => latest.current(),
        },
        {
          ...libraryCommands["library.arrangement"],
          label: arrangement === "rows" ? "Show as grid" : "Show as rows",
          icon: arrangement === "rows" ? <LayoutGrid /> : <Rows3 />,
          run: () => setArrangement(arrangement === "rows" ? "grid" : "rows"),
        },
      ],
      [search, arrangement, setArrangement],
    ),
  );
}
