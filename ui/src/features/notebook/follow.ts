import type { Text } from "@codemirror/state";
import { cellByID, isMovable } from "~/engine/state.ts";
import type { Live } from "~/live/LiveProvider.tsx";
import { collapse } from "./collapse.ts";
import type { CellFocus } from "./focus.ts";

/**
 * Goes where the part of an address behind # says: "cell", "cell:line", "cell:line:name", or a heading. Returns what gives it up while
 * what reads headings is being loaded.
 */
export function follow(anchor: string, session: Live["session"], focus: CellFocus): () => void {
  const [id = "", line, name = ""] = anchor.split(":");
  const cell = cellByID(session.view.state, id);
  if (cell) {
    const named = name !== "" && spanOf(decoded(name), Number(line), cell.text);
    if (named) focus.span(id, ...named);
    else if (cell.kind === "code" && Number(line) > 0) focus.line(id, Number(line));
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

/** Where a name stands in a line; undefined where it does not stand there any more. */
function spanOf(name: string, line: number, text: Text): [from: number, to: number] | undefined {
  if (!(line >= 1 && line <= text.lines)) return undefined;
  const { from, text: within } = text.line(line);
  const at = within.indexOf(name);
  return at < 0 ? undefined : [from + at, from + at + name.length];
}

/** A part of an address as people read it. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // A percent sign that stands for itself.
  }
}
