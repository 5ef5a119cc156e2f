import { cellByID, isMovable } from "~/engine/state.ts";
import type { Live } from "~/live/LiveProvider.tsx";
import { collapse } from "./collapse.ts";
import type { CellFocus } from "./focus.ts";

/**
 * Goes where the part of an address behind # says: "cell", "cell:line", or a heading. Returns what gives it up while
 * what reads headings is being loaded.
 */
export function follow(anchor: string, session: Live["session"], focus: CellFocus): () => void {
  const [id = "", line] = anchor.split(":");
  const cell = cellByID(session.view.state, id);
  if (cell) {
    if (cell.kind === "code" && Number(line) > 0) focus.line(id, Number(line));
    else if (isMovable(cell.kind)) {
      collapse([id], "code", false);
      focus.frame(id);
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
