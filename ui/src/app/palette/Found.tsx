import { useNavigate } from "@tanstack/react-router";
import { FileCode2, Search, TextQuote } from "lucide-react";
import type { FoundNotebook } from "~/data/search.ts";
import type { SearchHit } from "~/protocol/wire.ts";
import { Snippet } from "~/ui/Snippet.tsx";
import { allResults, Entry, foundPrefix, Group } from "./parts.tsx";

const cellsShown = 2; // of each notebook; the page of the search shows more

/** Where the words stand in prose and code, by notebook, and the way to all results. */
export function Found({
  words,
  notebooks,
  onClose,
}: {
  words: string;
  notebooks: readonly FoundNotebook[];
  onClose: () => void;
}) {
  const navigate = useNavigate();
  if (notebooks.length === 0) return null;
  const open = ({ workspace, cell = "" }: SearchHit) => {
    onClose();
    void navigate({ to: "/n/$workspace", params: { workspace }, hash: cell });
  };
  return (
    <>
      {notebooks.map(({ workspace, title, cells }) => (
        <Group key={workspace} heading={`In ${title}`}>
          {cells.slice(0, cellsShown).map((hit) => (
            <Entry
              key={hit.cell}
              tall
              value={`${foundPrefix}${workspace} ${hit.cell}`}
              icon={hit.filename ? <FileCode2 /> : <TextQuote />}
              onSelect={() => open(hit)}
            >
              <Place hit={hit} />
            </Entry>
          ))}
        </Group>
      ))}
      <Group heading="Search">
        <Entry
          value={allResults}
          icon={<Search />}
          onSelect={() => {
            onClose();
            void navigate({ to: "/search", search: { q: words } });
          }}
        >
          See all results for “{words}”
        </Entry>
      </Group>
    </>
  );
}

function Place({ hit: { filename, snippet, marks } }: { hit: SearchHit }) {
  return (
    <>
      <span className={filename ? "block truncate font-mono text-small" : "block truncate"}>
        <Snippet text={snippet} marks={marks} />
      </span>
      {filename && <span className="block truncate text-muted text-tiny">{filename}</span>}
    </>
  );
}
