import type { OutputLog } from "~/engine/output-log.ts";
import { plainText } from "./ansi.ts";

const LONGEST = 400;
const VERSION = /^Node\.js v\d+/;
const HEADER = /^(?:node:|file:\/\/|\/|[A-Za-z]:[\\/]).*:\d+$/;
const MARK = /^\s*\^+\s*$/;

/**
 * The line at which Node's report of an uncaught error begins, when the output ends in one; else the
 * number of lines. The failure block tells the same with its trace, in the cell's own lines.
 */
export function crashReportStart(log: OutputLog): number {
  const end = log.lines;
  const first = Math.max(0, end - LONGEST);
  let last = end - 1;
  while (last >= first && plainText(log.line(last).text).trim() === "") last--;
  if (last < first || !VERSION.test(plainText(log.line(last).text))) return end;
  let start = end;
  for (let i = last; i >= first && log.line(i).stream === "err"; i--) {
    if (HEADER.test(plainText(log.line(i).text).trim()) && marked(log, i, last)) start = i;
  }
  return start;
}

/** A header is followed by the source line and the carets under it. */
function marked(log: OutputLog, header: number, last: number): boolean {
  for (let i = header + 1; i <= Math.min(header + 4, last); i++) {
    if (MARK.test(plainText(log.line(i).text))) return true;
  }
  return false;
}
