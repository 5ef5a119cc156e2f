import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useRouter } from "@tanstack/react-router";
import { Braces } from "lucide-react";
import { useEffect } from "react";
import { keyOf, linkTo, placeOf, symbolsQuery } from "~/data/symbols.ts";
import type { FoundSymbol } from "~/protocol/wire.ts";
import { useSettled } from "~/ui/useSettled.ts";
import { Entry, Group } from "./parts.tsx";

/** What follows the sign that asks for symbols; undefined when what was typed does not begin with it. Pure. */
export const symbolWords = (typed: string): string | undefined =>
  /^[@#]/.test(typed) ? typed.slice(1).trim() : undefined;

/** The names that the code of open notebooks defines, those of the notebook on this page first. */
export function Symbols({
  words,
  onFound,
  onClose,
}: {
  words: string;
  /** Called with the entry to select when there are others than before. */
  onFound: (entry: string) => void;
  onClose: () => void;
}) {
  const { workspace } = useParams({ strict: false });
  const { data, error } = useQuery(symbolsQuery(useSettled(words)));
  const here = data?.symbols.filter((symbol) => symbol.workspace === workspace) ?? [];
  const elsewhere = data?.symbols.filter((symbol) => symbol.workspace !== workspace) ?? [];
  const [first] = [...here, ...elsewhere].map(keyOf);
  useEffect(() => {
    if (first !== undefined) onFound(first);
  }, [first, onFound]);
  if (words === "") return <Note>Type the beginning of a name.</Note>;
  if (error && !data) return <Note>{error.message}</Note>;
  if (!data || (first === undefined && data.missing > 0)) return <Note late>Looking for names…</Note>;
  if (first === undefined) return <Note>No name in the code of an open notebook fits that.</Note>;
  return (
    <>
      <Names heading="Names in the code of this notebook" symbols={here} onClose={onClose} />
      <Names heading="Names in other open notebooks" symbols={elsewhere} titled onClose={onClose} />
    </>
  );
}

function Names({
  heading,
  symbols,
  titled,
  onClose,
}: {
  heading: string;
  symbols: readonly FoundSymbol[];
  /** Says which notebooks they are in. */
  titled?: boolean;
  onClose: () => void;
}) {
  const go = useGo();
  if (symbols.length === 0) return null;
  return (
    <Group heading={heading}>
      {symbols.map((symbol) => (
        <Entry
          key={keyOf(symbol)}
          value={keyOf(symbol)}
          icon={<Braces />}
          onSelect={() => {
            onClose();
            // Once the palette has given the focus back.
            requestAnimationFrame(() => setTimeout(() => void go(symbol)));
          }}
        >
          <span className="flex items-baseline gap-3">
            <span className="truncate font-mono text-small">{symbol.name}</span>
            <span className="text-faint text-tiny">{symbol.kind}</span>
            <span className="ml-auto min-w-0 truncate text-muted text-small">
              {titled && `${symbol.title} · `}
              {placeOf(symbol)}
            </span>
          </span>
        </Entry>
      ))}
    </Group>
  );
}

/** Goes to a name, also again. */
function useGo(): (symbol: FoundSymbol) => Promise<void> {
  const navigate = useNavigate();
  const router = useRouter();
  return async (symbol) => {
    const link = linkTo(symbol);
    const { location } = router.state;
    if (location.hash === link.hash) await navigate({ ...link, hash: "", replace: true });
    await navigate(link);
  };
}

function Note({ late, children }: { late?: boolean; children: string }) {
  return (
    <p role="status" className={`px-2.5 py-6 text-center text-muted ${late ? "animate-late" : ""}`}>
      {children}
    </p>
  );
}
