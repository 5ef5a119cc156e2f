// The search of a log that may still grow.
import type { OutputLog } from "~/engine/output-log.ts";
import { plainText } from "./ansi.ts";

const MOST = 10_000;
/** Units searched between two looks at the clock. */
const STRIDE = 32_768;

/**
 * The lines of a log that contain a term, case aside; at most 10,000. It goes on where it stopped, so
 * that what arrives is searched once, and begins anew when the log's lines are no longer those it saw.
 */
export class LogSearch {
  private readonly wanted: string;
  private found: number[] = [];
  private next = 0;
  private seen: number;

  constructor(
    private readonly log: OutputLog,
    term: string,
  ) {
    this.wanted = term.toLowerCase();
    this.seen = log.epoch;
  }

  /** The numbers of the lines found so far, ascending; another array after each change. */
  get lines(): readonly number[] {
    return this.found;
  }

  /** The log's epoch to which the lines belong. */
  get epoch(): number {
    return this.seen;
  }

  /** Searches on until the time, on performance.now's clock; true when nothing is left to search. */
  advance(until: number): boolean {
    const { log } = this;
    const lines = this.kept();
    for (let units = 0; this.next < log.lines && lines.length < MOST; this.next++) {
      if (units > STRIDE) {
        if (performance.now() > until) break;
        units = 0;
      }
      const { text } = log.line(this.next);
      units += text.length + 1;
      if (plainText(text).toLowerCase().includes(this.wanted)) lines.push(this.next);
    }
    if (lines.length !== this.found.length || lines.at(-1) !== this.found.at(-1)) this.found = lines;
    return this.next >= log.lines || lines.length >= MOST;
  }

  /** What remains of the lines found: the last line that was searched may have grown since. */
  private kept(): number[] {
    if (this.log.epoch !== this.seen) {
      this.seen = this.log.epoch;
      this.next = 0;
      this.found = [];
    }
    this.next = Math.max(0, this.next - 1);
    return this.found.at(-1) === this.next ? this.found.slice(0, -1) : this.found.slice();
  }
}
