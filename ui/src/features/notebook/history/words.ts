// How versions are told of. All functions are pure.
import type { CellDifference, HistoryItem } from "~/protocol/wire.ts";

/** "23 Nov, 14:05". */
export function moment(at: Date, now: Date, locale?: string): string {
  const sameYear = at.getFullYear() === now.getFullYear();
  return at.toLocaleString(locale, {
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...(!sameYear && { year: "numeric" }),
  });
}

/** The day of a version as a heading: "Today", "Yesterday", "Monday 16 November". */
export function dayOf(at: Date, now: Date, locale?: string): string {
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const sameYear = at.getFullYear() === now.getFullYear();
  return at.toLocaleDateString(locale, {
    weekday: "long",
    month: "long",
    day: "numeric",
    ...(!sameYear && { year: "numeric" }),
  });
}

const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());

/** "14:05", or "14:05 – 14:11" for what took longer. */
export function timeSpan(item: Pick<HistoryItem, "startedAt" | "at">, locale?: string): string {
  const time = (at: string) =>
    new Date(at).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
  const [from, to] = [time(item.startedAt), time(item.at)];
  return from === to ? to : `${from} – ${to}`;
}

/** Who, as people say it: "Ada", "Ada and Ben", "Ada, Ben and 2 others". */
export function people(authors: readonly string[]): string {
  const [first, second, third] = authors;
  if (first === undefined) return "";
  if (second === undefined) return first;
  if (third === undefined) return `${first} and ${second}`;
  const others = authors.length - 2;
  return others === 1 ? `${first}, ${second} and ${third}` : `${first}, ${second} and ${others} others`;
}

/** What a row of the timeline says happened. */
export function happened(item: HistoryItem): string {
  switch (item.kind) {
    case "created":
      return "The notebook began";
    case "restore":
      return "Restored an earlier version";
    case "packages":
      return "Changed the packages or settings";
    case "work":
      if (item.edits === 0) return "";
      return `${count(item.edits, "edit")}${item.cells.length > 0 ? ` in ${count(item.cells.length, "cell")}` : ""}`;
  }
}

/** "1 edit", "2 edits", "3,214 edits". */
export const count = (n: number, noun: string) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;

/** The present version's name, as long as nobody chose one. */
export const suggestedName = (now: Date, locale?: string) => `Version of ${moment(now, now, locale)}`;

export const CHANGE_WORDS: Record<CellDifference["change"], string> = {
  same: "Unchanged",
  edited: "Edited",
  added: "Added",
  removed: "Removed",
  moved: "Moved",
  renamed: "Renamed",
};

/** Cells in a row that changed, or in a row that did not. */
export type Stretch =
  | { readonly changed: true; readonly cell: CellDifference }
  | { readonly changed: false; readonly cells: readonly CellDifference[] };

/** Draws the cells that did not change together. */
export function stretches(cells: readonly CellDifference[]): Stretch[] {
  const all: Stretch[] = [];
  let still: CellDifference[] = [];
  for (const cell of cells) {
    if (cell.change === "same") {
      if (still.length === 0) all.push({ changed: false, cells: still });
      still.push(cell);
    } else {
      all.push({ changed: true, cell });
      still = [];
    }
  }
  return all;
}
