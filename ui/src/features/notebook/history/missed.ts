// What others did while somebody was away. All functions are pure.
import type { CellID, HistoryDifferences, HistoryItem } from "~/protocol/wire.ts";
import { count, people } from "./words.ts";

/** The authors other than oneself. */
export function othersOf(authors: readonly string[], self: readonly string[]): readonly string[] {
  return authors.filter((author) => !self.includes(author));
}

/** Whether one's own changes are among those of others. */
export function isMixed({ authors }: HistoryDifferences, self: readonly string[]): boolean {
  const others = othersOf(authors, self).length;
  return others > 0 && others < authors.length;
}

/**
 * "Ada changed 3 cells since you were here"; undefined when nobody else changed anything. What one did oneself, such
 * as what was written without a connection, is left out as far as `timeline`, the newest first, tells it apart.
 */
export function missedWords(
  differences: HistoryDifferences,
  self: readonly string[],
  timeline: readonly HistoryItem[] = [],
): string | undefined {
  const { authors, cells, from, title, oldTitle } = differences;
  const others = othersOf(authors, self);
  if (authors.length > 0 && others.length === 0) return undefined;
  const own = isMixed(differences, self) ? onlyOwn(timeline, from, self) : NONE;
  const changed = cells.filter((c) => c.change !== "same" && !own.has(c.id)).length;
  if (changed === 0 && title === oldTitle) return undefined;
  const what = changed === 0 ? "the title" : count(changed, "cell");
  return `${people(others) || "Somebody"} changed ${what} since you were here`;
}

const NONE: ReadonlySet<CellID> = new Set();

/** The cells that nobody but oneself changed after a version. */
function onlyOwn(
  timeline: readonly HistoryItem[],
  from: number,
  self: readonly string[],
): ReadonlySet<CellID> {
  const since = timeline.filter((item) => item.seq > from);
  const isOwn = ({ authors }: HistoryItem) => othersOf(authors, self).length === 0;
  const foreign = new Set(since.filter((item) => !isOwn(item)).flatMap((item) => item.cells));
  return new Set(
    since
      .filter(isOwn)
      .flatMap((item) => item.cells)
      .filter((cell) => !foreign.has(cell)),
  );
}
