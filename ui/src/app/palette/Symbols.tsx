import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Braces } from "lucide-react";
import { useEffect } from "react";
import { type SymbolFinder, useSymbolFinder } from "~/ui/SymbolFinder.tsx";
import { useSettled } from "~/ui/useSettled.ts";
import { Entry, Group } from "./parts.tsx";

const shown = 60;

/** What follows the sign that asks for symbols; undefined when what was typed does not begin with it. Pure. */
export const symbolWords = (typed: string): string | undefined =>
  /^[@#]/.test(typed) ? typed.slice(1).trim() : undefined;

interface SymbolsProps {
  words: string;
  /** Called with the entry to select when there are others than before. */
  onFound: (entry: string) => void;
  onClose: () => void;
}

/** The names that the open notebook's code defines. */
export function Symbols(props: SymbolsProps) {
  const finder = useSymbolFinder();
  if (!finder) return <Note>Names in code are found while a notebook is open.</Note>;
  return <Named finder={finder} {...props} />;
}

function Named({ finder, words, onFound, onClose }: SymbolsProps & { finder: SymbolFinder }) {
  const asked = useSettled(words);
  const { data, failureReason } = useQuery({
    queryKey: ["symbols", asked],
    queryFn: ({ signal }) => finder(asked, signal),
    placeholderData: keepPreviousData,
    enabled: asked !== "",
    staleTime: 0,
    gcTime: 0,
    // The language service may be starting, and know none of the names yet.
    retry: 30,
    retryDelay: 500,
    refetchInterval: ({ state }) => (state.data?.length === 0 ? 1_000 : false),
  });
  const first = data?.[0]?.key;
  useEffect(() => {
    if (first !== undefined) onFound(first);
  }, [first, onFound]);
  if (words === "") return <Note>Type the beginning of a name.</Note>;
  if (failureReason) return <Note>{failureReason.message}</Note>;
  if (!data) return <Note late>Looking for names…</Note>;
  if (data.length === 0) return <Note>No name in the code fits that.</Note>;
  return (
    <Group heading="Names in the code of this notebook">
      {data.slice(0, shown).map(({ key, name, kind, place, show }) => (
        <Entry
          key={key}
          value={key}
          icon={<Braces />}
          onSelect={() => {
            onClose();
            // Once the palette has given the focus back.
            requestAnimationFrame(() => setTimeout(show));
          }}
        >
          <span className="flex items-baseline gap-3">
            <span className="truncate font-mono text-small">{name}</span>
            <span className="text-faint text-tiny">{kind}</span>
            <span className="ml-auto min-w-0 truncate text-muted text-small">{place}</span>
          </span>
        </Entry>
      ))}
    </Group>
  );
}

function Note({ late, children }: { late?: boolean; children: string }) {
  return (
    <p role="status" className={`px-2.5 py-6 text-center text-muted ${late ? "animate-late" : ""}`}>
      {children}
    </p>
  );
}
