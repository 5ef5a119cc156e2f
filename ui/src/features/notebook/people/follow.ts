// Scrolling along with somebody else.
import { useEffect, useRef } from "react";
import type { Session } from "~/engine/session.ts";
import { isMovable } from "~/engine/state.ts";
import { useSession } from "~/live/LiveProvider.tsx";
import type { Person } from "~/live/presence.ts";
import type { CellID, Peer } from "~/protocol/wire.ts";
import { CellHeights } from "../cell-window.ts";

/** Frames until a cell that is far away has come into the page. */
const PATIENCE = 12;

const STAYS = new Set(["Shift", "Control", "Alt", "Meta", "Tab"]);

/** Scrolls to where a person goes, until `stop` is called: by scrolling, typing or pressing a button. */
export function useFollowing(person: Person | undefined, stop: () => void): void {
  const session = useSession();
  const before = useRef<Pick<Peer, "cell" | "viewing">>({});
  const tab = person && activeTab(person);
  const [cell, viewing] = [tab?.cell, tab?.viewing];
  const following = person !== undefined;

  useEffect(() => {
    if (!following) {
      before.current = {};
      return undefined;
    }
    const last = before.current;
    before.current = { ...(cell ? { cell } : {}), ...(viewing ? { viewing } : {}) };
    if (cell && cell !== last.cell) return bringIntoView(session, cell, "nearest");
    if (viewing && viewing !== last.viewing) return bringIntoView(session, viewing, "start");
    return undefined;
  }, [session, following, cell, viewing]);

  useEffect(() => {
    if (!following) return;
    const onKey = (event: KeyboardEvent) => {
      if (!STAYS.has(event.key)) stop();
    };
    window.addEventListener("wheel", stop, { capture: true, passive: true });
    window.addEventListener("touchmove", stop, { capture: true, passive: true });
    window.addEventListener("keydown", onKey, { capture: true });
    return () => {
      window.removeEventListener("wheel", stop, { capture: true });
      window.removeEventListener("touchmove", stop, { capture: true });
      window.removeEventListener("keydown", onKey, { capture: true });
    };
  }, [following, stop]);
}

/** The tab that a person looks at, or the latest one. */
export function activeTab(person: Person): Peer | undefined {
  return (
    person.tabs.findLast((t) => !t.hidden && t.cell) ??
    person.tabs.findLast((t) => !t.hidden) ??
    person.tabs.at(-1)
  );
}

/** Scrolls to a cell, in steps when cells between are not in the page. Returns what gives it up. */
function bringIntoView(session: Session, cell: CellID, block: "nearest" | "start"): () => void {
  let frame = 0;
  const attempt = (left: number) => {
    const scroller = document.querySelector<HTMLElement>("[data-scroller]");
    const place = scroller?.querySelector(`[data-place="${CSS.escape(cell)}"]`);
    if (place) place.scrollIntoView({ block });
    else if (scroller && left > 0) {
      scroller.scrollBy({ top: distanceTo(session, scroller, cell) });
      frame = requestAnimationFrame(() => attempt(left - 1));
    }
  };
  attempt(PATIENCE);
  return () => cancelAnimationFrame(frame);
}

/** About how far a cell that is not in the page is from those that are, in pixels. */
function distanceTo(session: Session, scroller: HTMLElement, cell: CellID): number {
  const cells = session.view.state.cells.filter((c) => isMovable(c.kind));
  const target = cells.findIndex((c) => c.id === cell);
  const top = scroller.getBoundingClientRect().top;
  const near = [...scroller.querySelectorAll<HTMLElement>("[data-place]")].find(
    (p) => p.getBoundingClientRect().bottom > top,
  );
  const from = cells.findIndex((c) => c.id === near?.dataset.place);
  if (target < 0 || from < 0) return 0;
  const between = cells.slice(Math.min(from, target), Math.max(from, target));
  const height = new CellHeights().ofAll(between).reduce((sum, one) => sum + one, 0);
  return target > from ? height : -height;
}
