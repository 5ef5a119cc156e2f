import { cellByID, isMovable } from "~/engine/state.ts";
import type { Live } from "~/live/LiveProvider.tsx";
import { collapse } from "./collapse.ts";
import type { CellFocus } from "./focus.ts";

/**
 * Goes to the cell or the heading that the part of an address behind # names. Returns what gives it up while what
 * reads headings is being loaded.
 */
export function follow(anchor: string, session: Live["session"], focus: CellFocus): () => void {
  const cell = cellByID(session.view.state, anchor);
  if (cell) {
    if (isMovable(cell.kind)) {
      collapse([cell.id], "code", false);
      focus.frame(cell.id);
    }
    return () => {};
  }
  let wanted = true;
  const go = ({ placeOf }: typeof import("./anchors.ts")) => {
    const place = wanted && placeOf(anchor, session.view.state.cells);
    if (!place) return;
    if (place.heading) focus.heading(place.cell, place.heading);
    else focus.frame(place.cell);
  };
  import("./anchors.ts").then(go, () => {
    // Without the server the address leads nowhere now.
  });
  return () => {
    wanted = false;
  };
}
