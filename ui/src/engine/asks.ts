// Questions to the language server. They ride the same ordered path as operations: each waits until
// the edits of the cells that it is about have been sent, so that it is answered for their text.
import type { Answer, Ask, CellID, Fault, Forget } from "~/protocol/wire.ts";

/** A question about cells, as they stand at the moment it is sent. */
export interface Question {
  readonly method: string;
  /** The cells whose edits have to be sent before it. */
  readonly cells: readonly CellID[];
  /** Works the parameters out when it is sent; undefined when nobody wants an answer any more. */
  params(): unknown;
  readonly signal?: AbortSignal | undefined;
  /** Nobody waits for it: it stands back behind other questions. */
  readonly background?: boolean | undefined;
}

export type Answered =
  | { readonly ok: true; readonly result: unknown; readonly versions: Readonly<Record<CellID, number>> }
  /** Without a fault when its asker gave it up. */
  | { readonly ok: false; readonly fault?: Fault };

interface Pending {
  readonly question: Question;
  readonly settle: (answered: Answered) => void;
  /** Set once it was sent. */
  id?: number;
}

/** How many questions may be on the way; the server answers no more than 32 at a time. */
const MOST = { asked: 24, background: 6 } as const;

/** A question with its number and its parameters. */
export type Taken = Pick<Ask, "id" | "method" | "params">;

/** The questions of a session that have no answer yet. */
export class Asks {
  private pending: Pending[] = [];
  private last = 0;

  /** Adds a question. `forget` is called when its asker gives it up after it was sent. */
  add(question: Question, forget: (id: Forget["id"]) => void): Promise<Answered> {
    return new Promise((settle) => {
      const { signal } = question;
      if (signal?.aborted) {
        settle({ ok: false });
        return;
      }
      const pending: Pending = { question, settle };
      this.pending.push(pending);
      const abort = () => {
        if (!this.remove(pending)) return;
        if (pending.id !== undefined) forget(pending.id);
        settle({ ok: false });
      };
      signal?.addEventListener("abort", abort, { once: true });
    });
  }

  /** Numbers the questions that can be sent; those about cells that `holds` back stay. */
  take(holds: (cell: CellID) => boolean): Taken[] {
    const taken: Taken[] = [];
    for (const p of [...this.pending]) {
      if (p.id !== undefined || p.question.cells.some(holds) || !this.hasRoom(p.question)) continue;
      const params = p.question.params();
      if (params === undefined) {
        this.remove(p);
        p.settle({ ok: false });
        continue;
      }
      p.id = ++this.last;
      taken.push({ id: p.id, method: p.question.method, params });
    }
    return taken;
  }

  answer({ id, result, fault, versions }: Answer): void {
    const p = this.pending.find((other) => other.id === id);
    if (!p) return;
    this.remove(p);
    p.settle(fault ? { ok: false, fault } : { ok: true, result, versions: versions ?? {} });
  }

  /** Answers all with a fault, as when the connection is gone: nobody waits for an old answer. */
  fail(fault?: Fault): void {
    const all = this.pending;
    this.pending = [];
    for (const p of all) p.settle(fault ? { ok: false, fault } : { ok: false });
  }

  private hasRoom({ background = false }: Question): boolean {
    const sent = this.pending.filter((p) => p.id !== undefined);
    if (!background) return sent.length < MOST.asked;
    return sent.filter((p) => p.question.background).length < MOST.background;
  }

  private remove(pending: Pending): boolean {
    const before = this.pending.length;
    this.pending = this.pending.filter((p) => p !== pending);
    return this.pending.length < before;
  }
}
