import type { CellID } from "~/protocol/wire.ts";

/** Keeps the texts over reloads. Its promises may be rejected where the browser has no storage. */
export interface MergeStore {
  load(): Promise<ReadonlyMap<CellID, string>>;
  save(cell: CellID, text: string): Promise<void>;
  remove(cell: CellID): Promise<void>;
}

/**
 * The texts as they were here before edits were merged into something that had moved on unseen, until
 * somebody has looked at them.
 */
export class Merges {
  private readonly texts = new Map<CellID, string>();
  private readonly dismissed = new Set<CellID>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly store?: MergeStore) {}

  /** Brings back what earlier pages kept. */
  async restore(): Promise<void> {
    const kept = await this.store?.load().catch(() => undefined);
    for (const [cell, text] of kept ?? []) if (!this.dismissed.has(cell)) this.texts.set(cell, text);
    if (kept?.size) this.changed();
  }

  /** Keeps the own text of a cell. The first counts until somebody has looked at it. */
  keep(cell: CellID, text: string): void {
    if (this.texts.has(cell)) return;
    this.texts.set(cell, text);
    this.dismissed.delete(cell);
    void this.store?.save(cell, text).catch(() => {}); // it is shown until the page goes
    this.changed();
  }

  /** The own text from before the merge, undefined where nothing was merged. */
  of(cell: CellID): string | undefined {
    return this.texts.get(cell);
  }

  dismiss(cell: CellID): void {
    if (!this.texts.delete(cell)) return;
    this.dismissed.add(cell);
    void this.store?.remove(cell).catch(() => {}); // it is shown once more after a reload
    this.changed();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
