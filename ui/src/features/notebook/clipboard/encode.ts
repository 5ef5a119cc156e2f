// Cells as Markdown, in the grammar of internal/core/srcmd, which reads it again.

import type { DecodedCell } from "~/protocol/wire.ts";

const SEPARATOR = "<!-- srcbook:cell -->";

/** Writes cells so that they are read as the same cells. Pure. */
export function encodeCells(cells: readonly DecodedCell[]): string {
  const parts: string[] = [];
  let afterPlain = false;
  for (const { kind, filename = "", text } of cells) {
    if (kind === "code") {
      const ticks = "`".repeat(fenceLength(text));
      parts.push(`###### ${filename}`, `${ticks}${fenceLanguage(filename)}\n${text}\n${ticks}`);
      afterPlain = false;
    } else if (text.trim() !== "") {
      const plain = isPlain(text);
      if (plain && afterPlain) parts.push(SEPARATOR);
      parts.push(plain ? text : enclosed(text));
      afterPlain = plain;
    }
  }
  return `${parts.join("\n\n")}\n`;
}

/** One more than the longest run of backticks that begins a line, three as a rule. */
function fenceLength(text: string): number {
  const runs = [...text.matchAll(/^ *(`{3,})/gm)].map((m) => m[1]?.length ?? 0);
  return Math.max(2, ...runs) + 1;
}

function fenceLanguage(filename: string): string {
  const extension = filename.slice(filename.lastIndexOf(".") + 1);
  if (extension === "tsx" || extension === "jsx") return extension;
  return extension.endsWith("ts") ? "typescript" : "javascript";
}

/**
 * Whether prose surely reads as one cell as it stands: no heading of our own, comment, indented or
 * fenced code, nor blank lines that reading would take away. What is unsure is enclosed, which does
 * no harm.
 */
function isPlain(text: string): boolean {
  return (
    text === text.trim() &&
    !/\n\n\n|\r|<|```|~~~|\t| {4}/.test(text) &&
    !/^[\s>*+-]*#(?:#{5})?(?:[ ]|$)/m.test(text) &&
    !/^ *=+ *$/m.test(text)
  );
}

function enclosed(text: string): string {
  let tag = "";
  for (let n = 2; text.includes(`<!-- /srcbook:markdown${tag} -->`); n++) tag = ` ${n}`;
  return `<!-- srcbook:markdown${tag} -->\n${text}\n<!-- /srcbook:markdown${tag} -->`;
}
