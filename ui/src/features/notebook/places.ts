/** A part of a text; a place is where in the notebook's folder some code stands. */
export interface TextPart {
  readonly text: string;
  /** The file name of a cell, were there one. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
}

// As in stack traces: "at f (/home/x/src/b.ts:5:8)", "file:///…/src/b.ts:5", "src/b.ts:5:8".
const PLACE = /(?:file:\/\/)?(?:\/[^\s()"'`<>|]*\/|\b)src\/([\w.-]+\.[cm]?[jt]sx?):(\d+)(?::\d+)?/g;

/** The parts of a line of output, of which some may be places in cells. Pure. */
export function partsOf(text: string): readonly TextPart[] {
  if (!text.includes("src/")) return [{ text }];
  const parts: TextPart[] = [];
  let at = 0;
  for (const match of text.matchAll(PLACE)) {
    const [whole, file = "", line = ""] = match;
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    parts.push({ text: whole, file, line: Number(line) });
    at = match.index + whole.length;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}
