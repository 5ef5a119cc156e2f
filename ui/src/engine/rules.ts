// The rules of names, as internal/core/notebook has them. They let the engine say no before the
// server does; the server's answer counts.
import type { Fault, FaultKind } from "~/protocol/wire.ts";
import type { LiveState } from "./state.ts";

export const MAX_CELLS = 5_000;
export const MAX_CELL_BYTES = 10 * 2 ** 20;
export const MAX_TITLE = 200;

/** A fault made on this side, with the code that the server would give. */
export function refusal(code: string, kind: FaultKind, message: string, next?: string): Fault {
  return next === undefined ? { code, kind, message } : { code, kind, message, next };
}

const FILENAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}\.(ts|tsx|mts|cts|js|jsx|mjs|cjs)$/;
const DEVICE = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
const CELL_ID = /^[A-Za-z0-9_-]{1,40}$/;

export function checkCellID(id: string): Fault | undefined {
  return CELL_ID.test(id) ? undefined : refusal("SB-1001", "invalid", `"${id}" is not a cell id`);
}

/** Why a name cannot be a code cell's file; undefined when it can. */
export function checkFilename(name: string): Fault | undefined {
  if (!FILENAME.test(name) || name.includes("..")) {
    return refusal(
      "SB-2003",
      "invalid",
      `"${name}" cannot be the file name of a cell`,
      "Use letters, digits, '-', '_' and '.', ending in .ts, .tsx, .js, .jsx, .mts, .cts, .mjs or .cjs.",
    );
  }
  if (DEVICE.test(name)) {
    return refusal(
      "SB-2003",
      "invalid",
      `"${name}" is a device name on some systems`,
      "Choose another file name.",
    );
  }
  return undefined;
}

/** checkFilename, and that no other cell has the name. */
export function checkFreeFilename(state: LiveState, name: string, self?: string): Fault | undefined {
  const wrong = checkFilename(name);
  if (wrong) return wrong;
  const other = cellByFilename(state, name);
  if (!other || other.id === self) return undefined;
  return refusal(
    "SB-2004",
    "conflict",
    `Another cell is named ${other.filename}`,
    "Choose another file name.",
  );
}

/** Why a text cannot be a title; undefined when it can. */
export function checkTitle(title: string): Fault | undefined {
  const next = `Use one line of at most ${MAX_TITLE} characters.`;
  if (title.trim() === "") return refusal("SB-2005", "invalid", "The title is empty", next);
  if (/\p{Cc}/u.test(title)) {
    return refusal("SB-2005", "invalid", "The title has a line break or another control character", next);
  }
  if ([...title].length > MAX_TITLE) {
    return refusal("SB-2005", "invalid", `The title is longer than ${MAX_TITLE} characters`, next);
  }
  return undefined;
}

/** Reports whether two names are one file on a file system that ignores case. */
export function sameFile(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

export function cellByFilename(state: LiveState, name: string) {
  return state.cells.find((c) => c.filename !== undefined && sameFile(c.filename, name));
}

/** Splits a file name before its extension. */
export function splitFilename(name: string): [base: string, ext: string] {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? [name, ""] : [name.slice(0, dot), name.slice(dot)];
}

/** `name`, or `name` with the smallest number from 2 that no cell has and that is not in `taken`. */
export function freeFilename(state: LiveState, name: string, taken: readonly string[] = []): string {
  const free = (n: string) => !cellByFilename(state, n) && !taken.some((other) => sameFile(other, n));
  if (free(name)) return name;
  const [base, ext] = splitFilename(name);
  for (let n = 2; ; n++) {
    const candidate = `${base}-${n}${ext}`;
    if (free(candidate)) return candidate;
  }
}

/** The length of a text in UTF-8, which is what the server's limits count. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
