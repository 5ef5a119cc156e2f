import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Braces } from "lucide-react";
import { keyOf, linkTo, placeOf, symbolsQuery } from "~/data/symbols.ts";

const shown = 12;

/** The names in the code of open notebooks that are called as the query says; nothing when there are none. */
export function SymbolHits({ query }: { query: string }) {
  const name = /^[@#]?[\p{L}\p{N}_$]{2,}$/u.test(query) ? query.replace(/^[@#]/, "") : "";
  const { data } = useQuery(symbolsQuery(name));
  const symbols = name === "" ? [] : (data?.symbols ?? []);
  if (symbols.length === 0) return null;
  return (
    <section aria-labelledby="names">
      <h2 id="names" className="mb-1.5 px-3 font-[550] text-muted text-small">
        Names in the code of open notebooks
      </h2>
      <ul aria-label="Names">
        {symbols.slice(0, shown).map((symbol) => (
          <li key={keyOf(symbol)}>
            <Link
              {...linkTo(symbol)}
              className="flex items-baseline gap-2.5 rounded-control px-3 py-1.5 outline-offset-[-2px] hover:bg-hover pointer-coarse:py-2.75"
            >
              <Braces className="self-center text-muted" />
              <span className="truncate font-mono text-small">{symbol.name}</span>
              <span className="text-muted text-tiny">{symbol.kind}</span>
              <span className="ml-auto min-w-0 truncate text-muted text-small">
                {symbol.title} · {placeOf(symbol)}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
