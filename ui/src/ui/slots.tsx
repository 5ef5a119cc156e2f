import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { createPortal } from "react-dom";

/**
 * The places of the shell that a page fills: the heading and the actions of the top bar, and the two ends
 * of the status bar.
 */
export type SlotName = "heading" | "actions" | "status" | "statusEnd";

type Outlets = Partial<Record<SlotName, HTMLElement>>;

const Slots = createContext<{
  outlets: Outlets;
  setOutlet: (name: SlotName, element: HTMLElement | null) => void;
}>({ outlets: {}, setOutlet: () => {} });

/** Connects the shell's outlets with what pages put in. */
export function SlotProvider({ children }: { children: ReactNode }) {
  const [outlets, setOutlets] = useState<Outlets>({});
  const setOutlet = useCallback((name: SlotName, element: HTMLElement | null) => {
    setOutlets(({ [name]: _, ...rest }) => (element ? { ...rest, [name]: element } : rest));
  }, []);
  const value = useMemo(() => ({ outlets, setOutlet }), [outlets, setOutlet]);
  return <Slots value={value}>{children}</Slots>;
}

/** The place in the shell. */
export function SlotOutlet({ name, className }: { name: SlotName; className?: string }) {
  const { setOutlet } = useContext(Slots);
  const ref = useCallback((element: HTMLElement | null) => setOutlet(name, element), [name, setOutlet]);
  return <div ref={ref} className={className} />;
}

/** Shows its children in a place of the shell for as long as it is mounted. */
export function Fill({ slot, children }: { slot: SlotName; children: ReactNode }) {
  const outlet = useContext(Slots).outlets[slot];
  return outlet ? createPortal(children, outlet) : null;
}
