import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { type RefObject, useMemo, useRef } from "react";
import { libraryCommands } from "~/commands/library.ts";
import { FoundNotebooks } from "~/data/FoundNotebooks.tsx";
import { ListFailure } from "~/data/ListFailure.tsx";
import { byNotebook, type FoundNotebook, mostHits, searchQuery } from "~/data/search.ts";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { PageTitle } from "~/ui/PageTitle.tsx";
import { Waiting } from "~/ui/Progress.tsx";
import { SearchField } from "~/ui/SearchField.tsx";
import { FilterBar } from "./FilterBar.tsx";
import { Begin, Nothing } from "./Help.tsx";
import { SymbolHits } from "./SymbolHits.tsx";
import { useAddressedQuery } from "./useAddressedQuery.ts";

/** Search in everything that all notebooks hold. The query is in the address. */
export function SearchPage() {
  const { typed, setTyped, asked } = useAddressedQuery();
  const { data, error, isLoading, isPlaceholderData, refetch } = useQuery(searchQuery(asked));
  const hits = asked.length > 1 ? data : undefined;
  const notebooks = useMemo(() => byNotebook(hits ?? []), [hits]);
  const field = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLUListElement>(null);
  const toField = () => field.current?.focus();
  const change = (query: string) => {
    setTyped(query);
    toField();
  };
  useSearchCommands(toField);
  return (
    <div className="mx-auto flex max-w-page flex-col gap-3.5 px-4 pt-6 pb-12 desk:pt-9">
      <PageTitle hidden>Search</PageTitle>
      <Field
        ref={field}
        value={typed}
        onChange={setTyped}
        onEnterList={() => results.current?.querySelector<HTMLElement>("[data-primary]")?.focus()}
        best={isPlaceholderData ? undefined : notebooks[0]}
      />
      <FilterBar query={typed} onChange={setTyped} />
      <p role="status" className="px-3 text-muted text-small empty:hidden">
        {hits && !isPlaceholderData && countSaid(hits.length, notebooks.length)}
      </p>
      {error && !hits && <ListFailure error={error} onRetry={() => void refetch()} />}
      {isLoading && <Waiting>Searching</Waiting>}
      {asked.length < 2 && <Begin onTry={change} />}
      <SymbolHits query={asked} />
      {hits?.length === 0 && !isPlaceholderData && <Nothing query={asked} onTry={change} />}
      {hits && hits.length > 0 && (
        <FoundNotebooks ref={results} label="Results" notebooks={notebooks} onLeaveTop={toField} />
      )}
    </div>
  );
}

/** Said of a search: "3 places in 2 notebooks". */
function countSaid(places: number, notebooks: number): string {
  if (places === 0) return "";
  const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
  const said = `${count(places, "place")} in ${count(notebooks, "notebook")}`;
  return places < mostHits ? said : `${said} shown, of more. More words narrow the search.`;
}

function Field({
  ref,
  value,
  onChange,
  onEnterList,
  best,
}: {
  ref: RefObject<HTMLInputElement | null>;
  value: string;
  onChange: (value: string) => void;
  onEnterList: () => void;
  /** What Enter opens. */
  best: FoundNotebook | undefined;
}) {
  const navigate = useNavigate();
  const open = () => {
    if (!best) return;
    const cell = best.titleHit ? undefined : best.cells[0]?.cell;
    void navigate({
      to: "/n/$workspace",
      params: { workspace: best.workspace },
      ...(cell && { hash: cell }),
    });
  };
  return (
    <SearchField
      ref={ref}
      label="Search all notebooks"
      placeholder="Search titles, prose, code and file names"
      autoFocus
      value={value}
      onChange={onChange}
      onDown={onEnterList}
      onEnter={open}
    />
  );
}

function useSearchCommands(toField: () => void): void {
  const latest = useRef(toField);
  latest.current = toField;
  useCommands(
    useMemo<Command[]>(
      () => [
        {
          ...libraryCommands["library.search"],
          label: "Change the search",
          icon: <Search />,
          run: () => latest.current(),
        },
      ],
      [],
    ),
  );
}
