import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { FileCode2, TextQuote } from "lucide-react";
import type { ReactNode } from "react";
import { searchQuery } from "~/data/workspaces.ts";
import type { SearchHit } from "~/protocol/wire.ts";
import { Waiting } from "~/ui/Progress.tsx";
import { snippetParts } from "./match.ts";
import { ListFailure } from "./Page.tsx";

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
      <h2 id="hits" className="mb-1.5 px-3 font-[550] text-muted text-small">
        In prose and code
      </h2>
      <ul>
        {hits.map((hit, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell can be hit more than once
          <li key={`${hit.workspace} ${hit.cell} ${i}`}>
            <Hit hit={hit} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Hit({ hit }: { hit: SearchHit }) {
  return (
    <Link
      to="/n/$workspace"
      params={{ workspace: hit.workspace }}
      {...(hit.cell && { hash: hit.cell })}
      className="flex gap-3.5 rounded-control px-3 py-2 outline-offset-[-2px] hover:bg-hover"
    >
      {hit.filename ? (
        <FileCode2 className="mt-0.5 text-muted" />
      ) : (
        <TextQuote className="mt-0.5 text-muted" />
      )}
      <span className="min-w-0 flex-1">
        <span className={hit.filename ? "line-clamp-2 font-mono text-small" : "line-clamp-2"}>
          {snippetParts(hit.snippet, hit.marks).map((part) =>
            part.marked ? (
              <mark key={part.at} className="rounded-tag bg-(--selection-match) text-text">
                {part.text}
              </mark>
            ) : (
              part.text
            ),
          )}
        </span>
        <span className="block truncate text-muted text-small">
          {hit.title}
          {hit.filename && ` · ${hit.filename}`}
        </span>
      </span>
    </Link>
  );
}
