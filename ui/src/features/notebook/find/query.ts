// Finding and replacing in texts. Pure.
import type { Text } from "@codemirror/state";

/** What is looked for. */
export interface Query {
  readonly text: string;
  /** `text` is a regular expression of JavaScript; ^ and $ stand for the ends of lines. */
  readonly regex: boolean;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
}

/** A place that was found, in UTF-16 units from the beginning of its text. Never empty. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A query in the form in which it is run. */
export interface Finder {
  /** The places in a text, in order. The same array for the same text. */
  find(text: Text): readonly Range[];
  /** What takes the place of a range that was found, by the rules of a replacement. */
  replace(text: Text, range: Range, replacement: string): string;
}

/** No text is asked for more places than this. */
const MOST = 10_000;

/** The finder of a query, or what is wrong with its regular expression. */
export function finderOf(query: Query): Finder | { readonly wrong: string } {
  const compiled = compile(query);
  if (!(compiled instanceof RegExp)) return compiled;
  const found = new WeakMap<Text, readonly Range[]>();
  const find = (text: Text) => {
    const ranges = found.get(text) ?? rangesIn(contentOf(text), compiled, query.wholeWord);
    found.set(text, ranges);
    return ranges;
  };
  const replace = (text: Text, { from, to }: Range, replacement: string) => {
    if (!query.regex) return replacement;
    compiled.lastIndex = from;
    const match = compiled.exec(contentOf(text));
    return match?.index === from && match[0].length === to - from
      ? expanded(replacement, match)
      : replacement;
  };
  return { find, replace };
}

function compile({ text, regex, matchCase }: Query): RegExp | { wrong: string } {
  const source = regex ? text : text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  try {
    return new RegExp(source, matchCase ? "gm" : "gim");
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*\/[a-z]*: /s, "") : "";
    return { wrong: reason || "not a regular expression" };
  }
}

function rangesIn(content: string, regex: RegExp, wholeWord: boolean): Range[] {
  const ranges: Range[] = [];
  regex.lastIndex = 0;
  while (ranges.length < MOST) {
    const match = regex.exec(content);
    if (!match) break;
    const range = { from: match.index, to: match.index + match[0].length };
    if (range.from === range.to) regex.lastIndex++;
    else if (!wholeWord || isWord(content, range)) ranges.push(range);
  }
  return ranges;
}

const LETTER = /[\p{L}\p{N}_$]/u;

/** Whether a range neither begins nor ends within a word. */
function isWord(content: string, { from, to }: Range): boolean {
  const cut = (at: number) => LETTER.test(content[at - 1] ?? "") && LETTER.test(content[at] ?? "");
  return !cut(from) && !cut(to);
}

/** A replacement with what the match had for $&, $1 and $<name>; $$ is a dollar, \n and \t what they say. */
function expanded(replacement: string, match: RegExpExecArray): string {
  const piece = (whole: string, group?: string, name?: string) => {
    if (name !== undefined) return match.groups?.[name] ?? "";
    if (group !== undefined) return Number(group) < match.length ? (match[Number(group)] ?? "") : whole;
    return FIXED[whole] ?? match[0];
  };
  return replacement.replace(/\$\$|\$&|\$([1-9]\d?)|\$<([^>]*)>|\\[nt\\]/g, piece);
}

const FIXED: Record<string, string> = { $$: "$", "\\n": "\n", "\\t": "\t", "\\\\": "\\" };

const contents = new WeakMap<Text, string>();

/** A text as a string, made once. */
function contentOf(text: Text): string {
  const content = contents.get(text) ?? text.toString();
  contents.set(text, content);
  return content;
}
