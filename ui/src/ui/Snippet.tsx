import { Fragment } from "react";

interface SnippetPart {
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

/** Text with what was sought marked in it. Marks are [start, end) in UTF-16 units, in order. */
export function Snippet({ text, marks }: { text: string; marks: readonly (readonly [number, number])[] }) {
  return snippetParts(text, marks).map((part) =>
    part.marked ? (
      <mark key={part.at} className="rounded-tag bg-(--selection-match) text-text">
        {part.text}
      </mark>
    ) : (
      <Fragment key={part.at}>{part.text}</Fragment>
    ),
  );
}
