// The structural operations of this tab that the server has not confirmed, in the order made.
import type { CellID, ClientOp, EditText, Fault } from "~/protocol/wire.ts";
import { apply } from "./apply.ts";
import type { OpRecord } from "./records.ts";
import type { LiveState } from "./state.ts";

/** Every operation of a client but text edits, which the drafts hold. */
export type StructuralOp = Exclude<ClientOp, EditText>;

/** How an operation ended: accepted, or refused with a fault. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly fault: Fault };

export interface Pending {
  op: StructuralOp;
  /** Set once it was sent. */
  counter: number | undefined;
  /** Cells whose edits have to be sent before: what runs is what the person sees. */
  readonly after: Set<CellID>;
  readonly settle: (outcome: Outcome) => void;
}

export class Outbox {
  private pending: Pending[] = [];

  get size(): number {
    return this.pending.length;
  }

  /** Restores the operations that an earlier page left. */
  restore(records: readonly OpRecord[]): void {
    for (const { op, counter } of records) {
      if (op.type !== "text.edit") this.pending.push({ op, counter, after: new Set(), settle: () => {} });
    }
  }

  records(): OpRecord[] {
    return this.pending
      .filter((p) => p.op.type !== "run.start")
      .map(({ op, counter }) => (counter === undefined ? { op } : { op, counter }));
  }

  add(op: StructuralOp, after: Iterable<CellID>): Promise<Outcome> {
    return new Promise((settle) => {
      this.pending.push({ op, counter: undefined, after: new Set(after), settle });
    });
  }

  /** Takes the operations that can be sent now, giving them counters. */
  take(next: () => number): { counter: number; op: StructuralOp }[] {
    const taken: { counter: number; op: StructuralOp }[] = [];
    for (const p of this.pending) {
      if (p.counter !== undefined) continue;
      if (p.after.size > 0) break;
      p.counter = next();
      taken.push({ counter: p.counter, op: p.op });
    }
    return taken;
  }

  /** The operations that were sent. */
  sent(): { counter: number; op: StructuralOp }[] {
    return this.pending.flatMap(({ counter, op }) => (counter === undefined ? [] : [{ counter, op }]));
  }

  /** Notes that all edits of a cell were sent. */
  edited(cell: CellID): void {
    for (const p of this.pending) p.after.delete(cell);
  }

  find(counter: number): Pending | undefined {
    return this.pending.find((p) => p.counter === counter);
  }

  /** Removes an operation that was answered. */
  settle(p: Pending, outcome: Outcome): void {
    this.pending = this.pending.filter((other) => other !== p);
    p.settle(outcome);
  }

  /** Reports whether the operation that adds a cell is waiting, and whether it was sent. */
  insertion(cell: CellID): "none" | "unsent" | "sent" {
    const p = this.pending.find(({ op }) => op.type === "cell.insert" && op.cell === cell);
    if (!p) return "none";
    return p.counter === undefined ? "unsent" : "sent";
  }

  /** The state as it will be when the pending operations have taken effect. */
  preview(state: LiveState): LiveState {
    let next = state;
    for (const { op } of this.pending) {
      if (!isOptimistic(op)) continue;
      const result = apply(next, { id: "", author: "", at: "", op });
      if (!result.fault) next = result.state;
    }
    return next;
  }

  /** Drops the operations that only make sense now: nobody wants yesterday's run to start. */
  dropTransient(fault: Fault): void {
    for (const p of this.pending) if (!isOptimistic(p.op)) this.settle(p, { ok: false, fault });
  }
}

/** Reports whether this side can tell what an operation does; runs are the server's. */
export function isOptimistic(op: StructuralOp): boolean {
  return op.type.startsWith("cell.") || op.type === "title.set" || op.type === "checkpoint.set";
}
