// How the limits of runs are raised. All functions are pure.
import type { Run, Settings, SettingsPatch } from "~/protocol/wire.ts";

/** The most megabytes that can be kept of a run. */
export const MOST_OUTPUT = 50;
/** The longest time limit, in seconds: a day. */
export const LONGEST_RUN = 86_400;

const MEGABYTE = 2 ** 20;

/** A limit as it stands for the next run, and what raises it. */
export interface Limit {
  /** What holds for the next run. */
  readonly words: string;
  /** Missing when it was raised since the run, or cannot be. */
  readonly raise?: { readonly label: string; readonly patch: SettingsPatch };
}

/** The limit of output, for a run of which so many bytes were kept before the rest was left out. */
export function outputLimit({ outputLimit: limit }: Settings, kept: number): Limit {
  const words = `Up to ${limit} MB of a run are kept`;
  if (limit >= MOST_OUTPUT) return { words: `${words}, which is the most that can be.` };
  if (limit * MEGABYTE > 1.2 * kept) return { words: `${words} now.` };
  const next = Math.min(2 * limit, MOST_OUTPUT);
  return {
    words: `${words}.`,
    raise: { label: `Raise the limit to ${next} MB`, patch: { outputLimit: next } },
  };
}

/** The limit of time, for a run that took too long. */
export function timeLimit({ runTimeLimit: limit }: Settings, run: Run): Limit {
  if (limit === 0) return { words: "There is no time limit now." };
  const took = run.startAt && run.endAt ? (Date.parse(run.endAt) - Date.parse(run.startAt)) / 1_000 : limit;
  const words = `A run may take ${span(limit)}`;
  if (limit >= LONGEST_RUN) return { words: `${words}.` };
  if (limit > 1.5 * took) return { words: `${words} now.` };
  const next = Math.min(2 * limit, LONGEST_RUN);
  return {
    words: `${words}.`,
    raise: { label: `Raise the limit to ${span(next)}`, patch: { runTimeLimit: next } },
  };
}

/** "90 s", "5 min", "2 h". */
function span(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
