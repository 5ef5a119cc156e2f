import {
  createContext,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";

type Explain = (code: string) => void;

const Explainer = createContext<{
  explain: Explain | undefined;
  setExplain: (explain: Explain | undefined) => void;
}>({ explain: undefined, setExplain: () => {} });

/** Connects the codes on the page with what explains them. */
export function ExplainerProvider({ children }: { children: ReactNode }) {
  // As part of an object: a function would be called by the setter.
  const [held, setHeld] = useState<{ explain: Explain | undefined }>({ explain: undefined });
  const setExplain = useCallback((explain: Explain | undefined) => setHeld({ explain }), []);
  const value = useMemo(() => ({ ...held, setExplain }), [held, setExplain]);
  return <Explainer value={value}>{children}</Explainer>;
}

/** Explains codes in place while the component is mounted. Give the same function each time. */
export function useOfferExplanation(explain: Explain): void {
  const { setExplain } = useContext(Explainer);
  useEffect(() => {
    setExplain(explain);
    return () => setExplain(undefined);
  }, [setExplain, explain]);
}

/** The page that explains a code, in the application itself. Pure. */
export const addressOfCode = (code: string): string => `/help/errors#${code}`;

/** The code of an error. It leads to what the error means and what can be done. */
export function CodeLink({ code }: { code: string }) {
  const { explain } = useContext(Explainer);
  const onClick = (event: MouseEvent) => {
    if (!explain || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    explain(code);
  };
  return (
    <a
      href={addressOfCode(code)}
      target="_blank"
      rel="noopener"
      aria-label={`${code}: what it means`}
      onClick={onClick}
      className="whitespace-nowrap rounded-tag text-muted text-small tabular-nums underline decoration-dotted underline-offset-2 hover:text-text"
    >
      {code}
    </a>
  );
}
