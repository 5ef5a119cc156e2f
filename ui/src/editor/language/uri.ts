// How files are named between here and the language server. Pure.
import type { CellState, LiveState } from "~/engine/state.ts";

const ROOT = "srcbook:///";
const SOURCES = `${ROOT}src/`;

/** The address of a cell's file. Configuration lies at the root, code under src/. */
export function uriOf(cell: Pick<CellState, "id" | "kind" | "filename">): string {
  return cell.kind === "code" ? SOURCES + encodeURIComponent(cell.filename ?? "") : ROOT + cell.id;
}

/** The cell whose file has this address. */
export function cellAt(state: LiveState, uri: string): CellState | undefined {
  return state.cells.find((c) => c.kind !== "markdown" && sameURI(uriOf(c), uri));
}

/** The path of an address as people read it: "node_modules/zod/index.d.ts". */
export function pathOf(uri: string): string {
  return decode(uri.startsWith(ROOT) ? uri.slice(ROOT.length) : uri);
}

function sameURI(a: string, b: string): boolean {
  return a === b || decode(a) === decode(b);
}

function decode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
