import type { CellID } from "~/protocol/wire.ts";

/** The texts as they were here before edits were merged into something that had moved on unseen. */
export class Merges {
  private readonly texts = new Map<CellID, string>();
  private readonly listeners = new Set<() => void>();

  /** Keeps the own text of a cell. The first counts until somebody has looked at it. */
  keep(cell: CellID, text: string): void {
    if (this.texts.has(cell)) return;
    this.texts.set(cell, text);
    this.changed();
  }

  /** The own text from before the merge, undefined where nothing was merged. */
  of(cell: CellID): string | undefined {
    return this.texts.get(cell);
  }

  dismiss(cell: CellID): void {
    if (this.texts.delete(cell)) this.changed();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private changed(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
