import type { OutputLog } from "~/engine/output-log.ts";
import { plainText } from "./ansi.ts";

const SLICE_MS = 12;
const MOST = 10_000;

/**
 * The numbers of the lines that contain a term, case aside; at most 10,000. Works in slices, so that a
 * large log never holds the page up, and gives up when the signal says so.
 */
export async function findLines(log: OutputLog, term: string, signal: AbortSignal): Promise<number[]> {
  const wanted = term.toLowerCase();
  const found: number[] = [];
  let began = performance.now();
  for (let i = 0; i < log.lines && found.length < MOST; i++) {
    if (plainText(log.line(i).text).toLowerCase().includes(wanted)) found.push(i);
    if (i % 500 === 499 && performance.now() - began > SLICE_MS) {
      await new Promise((resume) => setTimeout(resume));
      if (signal.aborted) return [];
      began = performance.now();
    }
  }
  return found;
}
