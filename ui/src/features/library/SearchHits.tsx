import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { FoundNotebooks } from "~/data/FoundNotebooks.tsx";
import { ListFailure } from "~/data/ListFailure.tsx";
import { byNotebook, searchQuery } from "~/data/search.ts";
import { Waiting } from "~/ui/Progress.tsx";

/** Where the words stand in prose and code; `otherwise` when they stand nowhere. */
export function SearchHits({ words, otherwise }: { words: string; otherwise: ReactNode }) {
  const { data, error, isLoading, refetch } = useQuery(searchQuery(words));
  const hits = data?.filter((hit) => hit.cell); // the list above has those in titles
  if (words.length < 2) return otherwise;
  if (error && !hits) return <ListFailure error={error} onRetry={() => void refetch()} />;
  if (isLoading) return <Waiting>Searching prose and code</Waiting>;
  if (!hits || hits.length === 0) return otherwise;
  return (
    <section aria-labelledby="hits" className="mt-6">
      <div className="mb-1.5 flex items-baseline gap-3 px-3">
        <h2 id="hits" className="flex-1 font-[550] text-muted text-small">
          In prose and code
        </h2>
        <Link
          to="/search"
          search={{ q: words }}
          className="rounded-tag py-0.75 text-accent-text text-small underline underline-offset-3 pointer-coarse:py-2.75"
        >
          See all results
        </Link>
      </div>
      <FoundNotebooks label="In prose and code" notebooks={byNotebook(hits)} />
    </section>
  );
}
