import { useCallback, useMemo, useState } from "react";
import { useMediaQuery } from "~/ui/useMediaQuery.ts";
import { isBoolean, isNumber, isString, usePersistent } from "~/ui/usePersistent.ts";

export const PANEL_WIDTH = { usual: 360, min: 260, max: 640 } as const;

/** The panel to the right: which part it shows, and whether it is open. Remembered in this browser. */
export interface Panel {
  readonly open: boolean;
  readonly tab: string;
  readonly width: number;
  /** It lies over the page as a sheet. */
  readonly narrow: boolean;
  /** The part that was last asked for by name, a new object each time: the keyboard goes there. */
  readonly asked: { readonly tab: string } | undefined;
  show(tab: string): void;
  /** Opens a part without moving the focus. */
  reveal(tab: string): void;
  /** Turns to a part without moving the focus. */
  select(tab: string): void;
  toggle(): void;
  close(): void;
  resize(width: number): void;
}

export function usePanel(): Panel {
  const narrow = useMediaQuery("(max-width: 899px)");
  const [wideOpen, setWideOpen] = usePersistent("panel.open", hasRoom(), isBoolean);
  const [sheetOpen, setSheetOpen] = useState(false);
  const [tab, setTab] = usePersistent("panel.tab", "packages", isString);
  const [width, resize] = usePersistent("panel.width", PANEL_WIDTH.usual, isNumber);
  const [asked, setAsked] = useState<Panel["asked"]>();
  const open = narrow ? sheetOpen : wideOpen;
  const setOpen = narrow ? setSheetOpen : setWideOpen;
  const reveal = useCallback(
    (next: string) => {
      setTab(next);
      setOpen(true);
    },
    [setTab, setOpen],
  );
  const show = useCallback(
    (next: string) => {
      reveal(next);
      setAsked({ tab: next });
    },
    [reveal],
  );
  return useMemo(
    () => ({
      open,
      tab,
      width,
      narrow,
      asked,
      show,
      reveal,
      select: setTab,
      resize,
      toggle: () => setOpen(!open),
      close: () => setOpen(false),
    }),
    [open, tab, width, narrow, asked, show, reveal, setTab, resize, setOpen],
  );
}

/** Whether the side bar, the cells and the panel fit beside each other at their usual widths. */
const hasRoom = () => !window.matchMedia("(max-width: 1199px)").matches;
