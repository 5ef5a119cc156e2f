// ANSI escape sequences of a line of output: colours, weights and links; everything else is dropped.
// Pure. The result holds text and class names only, so that no output can do more than be seen.

export interface Span {
  readonly text: string;
  /** Class names, "" for plain text. */
  readonly classes: string;
  /** An http(s) address. */
  readonly href?: string;
}

interface Style {
  fg: string;
  bg: string;
  flags: Set<string>;
}

const FLAGS: Record<number, string> = {
  1: "ansi-bold",
  2: "ansi-dim",
  3: "ansi-italic",
  4: "ansi-underline",
  7: "ansi-inverse",
  8: "ansi-hidden",
  9: "ansi-strike",
};
const FLAGS_OFF: Record<number, readonly string[]> = {
  22: ["ansi-bold", "ansi-dim"],
  23: ["ansi-italic"],
  24: ["ansi-underline"],
  27: ["ansi-inverse"],
  28: ["ansi-hidden"],
  29: ["ansi-strike"],
};

/** The sequences that a line may hold, as ECMA-48 has them, finished or not. */
const SEQUENCE = new RegExp(
  [
    String.raw`\x1b\[([0-9;:?]*)([ -/]*[@-~])`, // control sequences; 1 parameters, 2 what to do
    String.raw`\x1b\]8;[^;\x07\x1b]*;([^\x07\x1b]*)(?:\x07|\x1b\\)`, // 3 the address of a link
    String.raw`\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?`, // window titles and the like
    String.raw`\x1b[PX^_][^\x1b]*(?:\x1b\\)?`, // device control and private strings
    String.raw`\x1b\[[0-9;:?]*[ -/]*|\x1b[ -/]*[0-~]?`, // the rest, and what was cut off
    String.raw`[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]`, // single control characters
  ].join("|"),
  "g",
);
const ADDRESS = /https?:\/\/[^\s"'<>`]+[^\s"'<>`.,;:!?)\]}]/g;

/** The spans of one line. A carriage return begins the line anew, as progress displays use it. */
export function ansiSpans(line: string): Span[] {
  const shown = line.includes("\r") ? afterReturn(line) : line;
  const style: Style = { fg: "", bg: "", flags: new Set() };
  const spans: Span[] = [];
  let at = 0;
  let link = "";
  for (const match of shown.matchAll(SEQUENCE)) {
    push(spans, shown.slice(at, match.index), style, link);
    at = match.index + match[0].length;
    if (match[2] === "m") restyle(style, match[1] ?? "");
    if (match[3] !== undefined) link = safeAddress(match[3]);
  }
  push(spans, shown.slice(at), style, link);
  return spans;
}

/** A line without its escape sequences, as it is searched and copied. */
export function plainText(line: string): string {
  return line.includes("\x1b") || line.includes("\r") ? afterReturn(line).replace(SEQUENCE, "") : line;
}

function afterReturn(line: string): string {
  const trimmed = line.replace(/\r+$/, "");
  return trimmed.slice(trimmed.lastIndexOf("\r") + 1);
}

function push(spans: Span[], text: string, style: Style, link: string): void {
  if (text === "") return;
  const classes = [style.fg, style.bg, ...style.flags].filter(Boolean).join(" ");
  if (link !== "") {
    spans.push({ text, classes, href: link });
    return;
  }
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    if (match.index > at) spans.push({ text: text.slice(at, match.index), classes });
    spans.push({ text: match[0], classes, href: match[0] });
    at = match.index + match[0].length;
  }
  if (at < text.length) spans.push({ text: text.slice(at), classes });
}

function safeAddress(address: string): string {
  return /^https?:\/\//i.test(address) ? address : "";
}

/** Applies the parameters of a "select graphic rendition" sequence. */
function restyle(style: Style, parameters: string): void {
  const codes = parameters.split(/[;:]/).map((p) => (p === "" ? 0 : Number(p)));
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i] ?? 0;
    if (code === 38 || code === 48) {
      i += extended(style, code === 38 ? "fg" : "bg", codes.slice(i + 1));
    } else {
      basic(style, code);
    }
  }
}

function basic(style: Style, code: number): void {
  if (code === 0) {
    style.fg = "";
    style.bg = "";
    style.flags.clear();
  } else if (FLAGS[code]) style.flags.add(FLAGS[code]);
  else if (FLAGS_OFF[code]) for (const flag of FLAGS_OFF[code]) style.flags.delete(flag);
  else if (code >= 30 && code <= 37) style.fg = `ansi-fg-${code - 30}`;
  else if (code >= 90 && code <= 97) style.fg = `ansi-fg-${code - 82}`;
  else if (code === 39) style.fg = "";
  else if (code >= 40 && code <= 47) style.bg = `ansi-bg-${code - 40}`;
  else if (code >= 100 && code <= 107) style.bg = `ansi-bg-${code - 92}`;
  else if (code === 49) style.bg = "";
}

/** 256 and 24-bit colours as the nearest of our sixteen, which hold their contrast in every theme. */
function extended(style: Style, ground: "fg" | "bg", rest: readonly number[]): number {
  if (rest[0] === 5) {
    style[ground] = `ansi-${ground}-${nearest(...rgbOf(rest[1] ?? 0), rest[1] ?? 0)}`;
    return 2;
  }
  if (rest[0] === 2) {
    style[ground] = `ansi-${ground}-${nearest(rest[1] ?? 0, rest[2] ?? 0, rest[3] ?? 0)}`;
    return 4;
  }
  return 0;
}

function rgbOf(n: number): [number, number, number] {
  if (n >= 232) return [8 + 10 * (n - 232), 8 + 10 * (n - 232), 8 + 10 * (n - 232)];
  const level = (v: number) => (v === 0 ? 0 : 55 + 40 * v);
  const m = Math.max(0, n - 16);
  return [level(Math.floor(m / 36)), level(Math.floor(m / 6) % 6), level(m % 6)];
}

function nearest(r: number, g: number, b: number, index = 16): number {
  if (index < 16) return index;
  const high = Math.max(r, g, b);
  const low = Math.min(r, g, b);
  if (high - low < 40) return high < 64 ? 0 : high < 160 ? 8 : high < 220 ? 7 : 15;
  const middle = (high + low) / 2;
  const hue = (r > middle ? 1 : 0) | (g > middle ? 2 : 0) | (b > middle ? 4 : 0);
  return high > 200 ? hue + 8 : hue;
}
