import type { Workspace } from "~/protocol/wire.ts";

/** Whether every word is in the title or the summary, whatever its case. Pure. */
export function matchesWords(
  { title, summary }: Pick<Workspace, "title" | "summary">,
  words: string,
): boolean {
  const text = `${title} ${summary}`.toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export interface SnippetPart {
  /** Where it starts in the snippet. */
  at: number;
  text: string;
  marked: boolean;
}

/** A snippet cut at its marks, which are [start, end) and in order. Pure. */
export function snippetParts(snippet: string, marks: readonly (readonly [number, number])[]): SnippetPart[] {
  const parts: SnippetPart[] = [];
  let at = 0;
  const push = (to: number, marked: boolean) => {
    if (to > at) parts.push({ at, text: snippet.slice(at, to), marked });
    at = Math.max(at, to);
  };
  for (const [start, end] of marks) {
    push(start, false);
    push(end, true);
  }
  push(snippet.length, false);
  return parts;
}
