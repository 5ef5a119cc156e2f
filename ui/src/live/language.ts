// What the language server says about an open notebook, and the way to ask it. It lives outside of the
// editors, which come and go with scrolling.
import type { Answered, Question } from "~/engine/asks.ts";
import type { Session } from "~/engine/session.ts";
import type { CellState } from "~/engine/state.ts";
import type { CellID, Diagnostic, Diagnostics, LanguageStatus } from "~/protocol/wire.ts";
import { TextMemory } from "./text-memory.ts";

/** What is known of one cell: the diagnostics, and the text they are about. */
export interface Checked {
  readonly items: readonly Diagnostic[];
  readonly text: CellState["text"];
}

/** How many problems a cell has. */
export interface ProblemCount {
  readonly errors: number;
  readonly warnings: number;
}

const NO_PROBLEMS: ProblemCount = { errors: 0, warnings: 0 };
const OFF: LanguageStatus = { state: "off", restarts: 0 };
/** An answer that takes longer than this is given up. */
const PATIENCE_MS = 15_000;

export class Language {
  /** The texts that versions stand for, as long as answers about them may come. */
  readonly texts: TextMemory;
  private current: LanguageStatus = OFF;
  private readonly checked = new Map<CellID, Checked>();
  private readonly counts = new Map<CellID, ProblemCount>();
  private readonly listeners = new Set<() => void>();
  private readonly unsubscribe: () => void;
  private changes = 0;
  private recounts = 0;

  constructor(readonly session: Session) {
    this.texts = new TextMemory(() => session.view.state.cells);
    this.unsubscribe = session.subscribe(() => this.texts.note());
  }

  get status(): LanguageStatus {
    return this.current;
  }

  /** Changes whenever there is something else to show. */
  get revision(): number {
    return this.changes;
  }

  /** Changes whenever a cell has another number of problems. */
  get counted(): number {
    return this.recounts;
  }

  /** What was last said about a cell. */
  check(cell: CellID): Checked | undefined {
    return this.checked.get(cell);
  }

  count(cell: CellID): ProblemCount {
    return this.counts.get(cell) ?? NO_PROBLEMS;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes in what the server says about a version of a cell. */
  receive({ cell, version, items }: Diagnostics): void {
    const text = this.texts.at(cell, version) ?? this.texts.present(cell);
    if (!text) return;
    const before = this.counts.get(cell) ?? NO_PROBLEMS;
    const count = countOf(items);
    const same = before.errors === count.errors && before.warnings === count.warnings;
    this.checked.set(cell, { items, text });
    if (!same) {
      this.counts.set(cell, count);
      this.recounts++;
    }
    this.changed();
  }

  receiveStatus(status: LanguageStatus): void {
    this.current = status;
    this.changed();
  }

  /** Asks the language server. What takes too long counts as given up. */
  async ask(question: Question): Promise<Answered> {
    const patience = new AbortController();
    const abort = () => patience.abort();
    const timer = setTimeout(abort, PATIENCE_MS);
    question.signal?.addEventListener("abort", abort, { once: true });
    if (question.signal?.aborted) abort();
    try {
      return await this.session.ask({ ...question, signal: patience.signal });
    } finally {
      clearTimeout(timer);
      question.signal?.removeEventListener("abort", abort);
    }
  }

  close(): void {
    this.unsubscribe();
    this.listeners.clear();
  }

  private changed(): void {
    this.changes++;
    for (const listener of [...this.listeners]) listener();
  }
}

function countOf(items: readonly Diagnostic[]): ProblemCount {
  const errors = items.filter((d) => d.severity === 1).length;
  const warnings = items.filter((d) => d.severity === 2).length;
  return { errors, warnings };
}
