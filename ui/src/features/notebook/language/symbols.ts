import { useCallback } from "react";
import type { SymbolInformation } from "vscode-languageserver-types";
import type { Desk } from "~/editor/language/desk.ts";
import { showPlace } from "~/editor/language/navigate.ts";
import { cellAt } from "~/editor/language/uri.ts";
import { type FoundSymbol, type SymbolFinder, useOfferSymbols } from "~/ui/SymbolFinder.tsx";
import { languageError } from "./errors.ts";

/** What the protocol's numbers of kinds stand for, from 1. */
const KINDS = [
  "file",
  "module",
  "namespace",
  "package",
  "class",
  "method",
  "property",
  "field",
  "constructor",
  "enum",
  "interface",
  "function",
  "variable",
  "constant",
  "string",
  "number",
  "boolean",
  "array",
  "object",
  "key",
  "null",
  "enum member",
  "struct",
  "event",
  "operator",
  "type parameter",
];

/** Offers the names that the cells define to the palette. */
export function useSymbols(desk: Desk): void {
  useOfferSymbols(useCallback<SymbolFinder>((typed, signal) => findSymbols(desk, typed, signal), [desk]));
}

async function findSymbols(desk: Desk, typed: string, signal: AbortSignal): Promise<readonly FoundSymbol[]> {
  const { language } = desk;
  const answered = await language.ask({
    method: "workspace/symbol",
    cells: [],
    params: () => ({ query: typed }),
    signal,
  });
  if (!answered.ok) throw languageError(answered.fault, "The names cannot be found now");
  const symbols = (answered.result ?? []) as readonly SymbolInformation[];
  return symbols.flatMap((symbol, i) => {
    const cell = cellAt(language.session.view.state, symbol.location.uri);
    if (!cell) return []; // of a package
    return {
      key: `${i} ${symbol.name}`,
      name: symbol.name,
      kind: KINDS[symbol.kind - 1] ?? "",
      place: [cell.filename ?? cell.id, symbol.containerName].filter(Boolean).join(" · "),
      show: () => showPlace({ desk, language }, symbol.location, answered.versions),
    };
  });
}
