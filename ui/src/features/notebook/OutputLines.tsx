import type { OutputLine as Line } from "~/engine/output-log.ts";
import { OutputLine } from "./OutputLine.tsx";

/** Lines of output, few enough to draw them all. */
export function OutputLines({ lines }: { lines: readonly Line[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: lines are appended and never move
  return lines.map((line, i) => <OutputLine key={i} stream={line.stream} text={line.text} />);
}

/** A text as lines of standard output. Pure. */
export function linesOf(text: string): Line[] {
  return text.split("\n").map((line) => ({ stream: "out", text: line }));
}
