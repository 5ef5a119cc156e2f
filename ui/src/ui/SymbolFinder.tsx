import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";

/** A name that code defines. */
export interface FoundSymbol {
  /** Unique among the symbols of an answer. */
  key: string;
  name: string;
  /** What it is, such as "class". */
  kind: string;
  /** Where it is: the file, and what it is part of. */
  place: string;
  /** Goes there. */
  show: () => void;
}

/** Finds the names that fit what was typed. Throws what can be shown to people. */
export type SymbolFinder = (typed: string, signal: AbortSignal) => Promise<readonly FoundSymbol[]>;

const Finder = createContext<{
  finder: SymbolFinder | undefined;
  setFinder: (finder: SymbolFinder | undefined) => void;
}>({ finder: undefined, setFinder: () => {} });

/** Connects the page that knows symbols with the palette that shows them. */
export function SymbolProvider({ children }: { children: ReactNode }) {
  // As part of an object: a function would be called by the setter.
  const [held, setHeld] = useState<{ finder: SymbolFinder | undefined }>({ finder: undefined });
  // The same for good: those who offer a finder do so again when it changes.
  const setFinder = useCallback((finder: SymbolFinder | undefined) => setHeld({ finder }), []);
  const value = useMemo(() => ({ ...held, setFinder }), [held, setFinder]);
  return <Finder value={value}>{children}</Finder>;
}

/** Offers the symbols of the page while the component is mounted. Give the same function each time. */
export function useOfferSymbols(finder: SymbolFinder): void {
  const { setFinder } = useContext(Finder);
  useEffect(() => {
    setFinder(finder);
    return () => setFinder(undefined);
  }, [setFinder, finder]);
}

/** What finds symbols on this page, if anything does. */
export const useSymbolFinder = (): SymbolFinder | undefined => useContext(Finder).finder;
