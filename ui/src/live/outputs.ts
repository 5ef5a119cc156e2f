// The outputs of a workspace's runs, outside React. Messages are taken in as they come; those who
// look are told once per frame.
import { OutputLog } from "~/engine/output-log.ts";
import type { Output, OutputSize, RunID } from "~/protocol/wire.ts";

interface Entry {
  readonly log: OutputLog;
  /** Changes with what the log holds. */
  version: number;
  /** How much there is, when more than the log holds. */
  all: OutputSize | undefined;
  /** A note that output was left out is in the log. */
  noted: boolean;
  readonly listeners: Set<() => void>;
}

export class Outputs {
  private readonly entries = new Map<RunID, Entry>();
  private readonly changed = new Set<Entry>();
  private frame = false;

  /** Takes in a message of the server. */
  receive(message: Output): void {
    const entry = this.entry(message.run);
    if (message.reset || message.from > entry.log.chunks) {
      entry.log.reset(message.from);
      entry.noted = false;
    }
    if (message.chunks.some((c) => c.s === "cut")) entry.noted = true;
    entry.log.append(message.from, message.chunks);
    entry.log.skipTo(message.to);
    entry.all = message.all;
    entry.version++;
    this.announce(entry);
  }

  log(run: RunID): OutputLog {
    return this.entry(run).log;
  }

  /** How many lines the run's output has, here or not; those that are not here come when it is watched. */
  lines(run: RunID): number {
    const { all, log } = this.entry(run);
    return all?.lines ?? log.lines;
  }

  /** About how many bytes are kept of the output, here or not. */
  kept(run: RunID): number {
    const { all, log } = this.entry(run);
    return all?.bytes ?? log.size;
  }

  /** Whether a part of the output was left out, here or for good. */
  cut(run: RunID): boolean {
    const { all, noted } = this.entry(run);
    return all?.cut ?? noted;
  }

  /** Whether all that is kept of the output is here. */
  complete(run: RunID): boolean {
    return this.entry(run).all === undefined;
  }

  version(run: RunID): number {
    return this.entry(run).version;
  }

  subscribe(run: RunID, listener: () => void): () => void {
    const { listeners } = this.entry(run);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** How many chunks of each run are here. */
  counts(): Record<RunID, number> {
    const counts: Record<RunID, number> = {};
    for (const [run, { log }] of this.entries) if (log.chunks > 0) counts[run] = log.chunks;
    return counts;
  }

  /** Forgets the runs that are not among those given. */
  keep(runs: ReadonlySet<RunID>): void {
    for (const [run, { listeners }] of this.entries) {
      if (!runs.has(run) && listeners.size === 0) this.entries.delete(run);
    }
  }

  private entry(run: RunID): Entry {
    const known = this.entries.get(run);
    if (known) return known;
    const entry = {
      log: new OutputLog(),
      version: 0,
      all: undefined,
      noted: false,
      listeners: new Set<() => void>(),
    };
    this.entries.set(run, entry);
    return entry;
  }

  private announce(entry: Entry): void {
    this.changed.add(entry);
    if (this.frame) return;
    this.frame = true;
    nextFrame(() => {
      this.frame = false;
      const entries = [...this.changed];
      this.changed.clear();
      for (const { listeners } of entries) for (const listener of [...listeners]) listener();
    });
  }
}

/** Runs before the next paint, or soon where nothing is painted. */
function nextFrame(run: () => void): void {
  if (document.visibilityState === "hidden") setTimeout(run, 250);
  else requestAnimationFrame(run);
}
