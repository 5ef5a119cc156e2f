// Positions of the language server protocol (lines from 0, UTF-16 units) and offsets of a text. Pure.
import { ChangeSet, Text } from "@codemirror/state";
import type { Position, Range, TextEdit } from "vscode-languageserver-types";

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The offset of a position; one beyond the text means its nearest end. */
export function offsetAt(text: Text, { line, character }: Position): number {
  if (line < 0) return 0;
  if (line >= text.lines) return text.length;
  const { from, length } = text.line(line + 1);
  return from + Math.min(Math.max(character, 0), length);
}

export function positionAt(text: Text, offset: number): Position {
  const line = text.lineAt(Math.min(Math.max(offset, 0), text.length));
  return { line: line.number - 1, character: Math.min(offset, line.to) - line.from };
}

export function spanOf(text: Text, { start, end }: Range): Span {
  const from = offsetAt(text, start);
  return { from, to: Math.max(from, offsetAt(text, end)) };
}

export function rangeOf(text: Text, { from, to }: Span): Range {
  return { start: positionAt(text, from), end: positionAt(text, to) };
}

/** The edits of one text as a change of it. Those that insert at the same place keep their order. */
export function changesOf(text: Text, edits: readonly TextEdit[]): ChangeSet {
  const changes = edits.map(({ range, newText }) => ({
    ...spanOf(text, range),
    insert: Text.of(newText.split(/\r\n?|\n/)),
  }));
  return ChangeSet.of(changes, text.length);
}
