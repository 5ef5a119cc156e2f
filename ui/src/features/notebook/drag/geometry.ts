// Where a cell that is dragged would land, and how fast the page scrolls for it.
import type { CellID } from "~/protocol/wire.ts";

/** A cell on screen, from top to bottom in pixels. */
export interface Box {
  readonly cell: CellID;
  readonly top: number;
  readonly bottom: number;
}

/** A place between cells: at the upper or the lower side of one, drawn at `y`. */
export interface Landing {
  readonly cell: CellID;
  readonly side: "before" | "after";
  readonly y: number;
}

/** The place between cells, given in order, that is nearest to a height. Pure. */
export function landingAt(boxes: readonly Box[], y: number): Landing | undefined {
  const last = boxes.at(-1);
  if (!last) return undefined;
  const next = boxes.find(({ top, bottom }) => y < (top + bottom) / 2);
  return next
    ? { cell: next.cell, side: "before", y: next.top }
    : { cell: last.cell, side: "after", y: last.bottom };
}

/** How near to an edge of the view scrolling begins, in pixels. */
const EDGE = 64;
/** The fastest, in pixels a second. */
const MOST = 1_400;

/** How fast a view from top to bottom scrolls for a pointer at y, in pixels a second; up is negative. Pure. */
export function scrollSpeed(y: number, top: number, bottom: number): number {
  const edge = Math.min(EDGE, (bottom - top) / 4);
  const over = y < top + edge ? y - (top + edge) : Math.max(0, y - (bottom - edge));
  const part = Math.max(-1, Math.min(1, over / edge));
  return part * Math.abs(part) * MOST;
}
