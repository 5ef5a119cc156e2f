import { SearchX } from "lucide-react";
import { Button } from "~/ui/Button.tsx";
import { EmptyState } from "~/ui/EmptyState.tsx";
import { filtersOf, wordsOf } from "./filters.ts";

const filters = [
  { example: "language:javascript", finds: "notebooks of one language; ts and js are enough" },
  { example: "package:zod", finds: "notebooks that use a package" },
  { example: "author:Ada", finds: 'who changed them; author:"Ada L" with a space' },
  { example: "after:2026-01-31", finds: "cells changed on that day or later; a month or a year will do" },
  { example: "before:2026-02", finds: "cells changed earlier" },
];

/** What a search can be asked, before anything is. */
export function Begin({ onTry }: { onTry: (query: string) => void }) {
  return (
    <section aria-labelledby="search-help" className="px-3 pt-2">
      <h2 id="search-help" className="mb-1.5 font-[550]">
        How to search
      </h2>
      <p className="mb-3 max-w-[68ch] text-muted">
        All words have to be there, in any order. A word finds what begins with it, also inside of names:
        bucket finds <code className="font-mono text-small">tokenBucket</code>.
      </p>
      <FilterWords onTry={onTry} />
    </section>
  );
}

/** Says that nothing was found, and what may help. */
export function Nothing({ query, onTry }: { query: string; onTry: (query: string) => void }) {
  const words = wordsOf(query);
  const filtered = Object.keys(filtersOf(query)).length > 0;
  return (
    <>
      <EmptyState
        icon={<SearchX />}
        title={`Nothing found for “${query.length > 80 ? `${query.slice(0, 80)}…` : query}”`}
        actions={
          filtered && words !== "" && <Button onClick={() => onTry(words)}>Search without the filters</Button>
        }
      >
        {words.includes(" ")
          ? "All words have to stand in the same cell. Fewer words find more."
          : "The beginning of a word finds more. Notebooks in the trash are not searched."}
      </EmptyState>
      <section aria-label="Filters of a search" className="px-3">
        <FilterWords onTry={onTry} />
      </section>
    </>
  );
}

function FilterWords({ onTry }: { onTry: (query: string) => void }) {
  return (
    <ul className="flex flex-col gap-1.5">
      {filters.map(({ example, finds }) => (
        <li key={example} className="flex flex-wrap items-baseline gap-x-3">
          <button
            type="button"
            title="Search for this"
            onClick={() => onTry(example)}
            className="w-44 rounded-tag text-left font-mono text-accent-text text-small underline-offset-3 hover:underline pointer-coarse:py-1.5"
          >
            {example}
          </button>
          <span className="text-muted">{finds}</span>
        </li>
      ))}
    </ul>
  );
}
