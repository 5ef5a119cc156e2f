// A workspace as one tab holds it: the confirmed state, and on top of it the work that the server has
// not confirmed. It knows nothing of connections; the session feeds it and sends what it asks for.
import type { ChangeSet } from "@codemirror/state";
import type { CellID, ClientID, ClientOp, EditText, Fault, OpID, Snapshot } from "~/protocol/wire.ts";
import { apply, type Entry } from "./apply.ts";
import { compose } from "./compose.ts";
import { diff } from "./diff.ts";
import { Draft } from "./draft.ts";
import { Drafts, draftOf, toJSON } from "./drafts.ts";
import { Outbox, type Outcome, type Pending, type StructuralOp } from "./outbox.ts";
import type { WorkRecord } from "./records.ts";
import { type Answer, answerTo } from "./rejection.ts";
import { freeFilename, refusal } from "./rules.ts";
import type { SessionHooks } from "./session-types.ts";
import { anyCell, EMPTY, type LiveState, stateOf } from "./state.ts";
import { TextListeners } from "./text-listeners.ts";

/** An operation under the counter that makes its id. */
export interface Numbered {
  readonly counter: number;
  readonly op: ClientOp;
}

/** What a refusal asks of the session: nothing, to wait before sending again, or a fresh snapshot. */
export type Consequence = "none" | "wait" | "resync";

const PATIENCE = 4;

/** What follows the edits that the person has made: what runs, or gets a name, is what they see. */
const MEANS_WHAT_IS_SEEN: ReadonlySet<string> = new Set(["run.start", "checkpoint.set"]);

export class Replica {
  /** The sequence number of the last operation that is part of the confirmed state. */
  seq = 0;
  /** A snapshot has come. */
  loaded = false;
  readonly texts = new TextListeners();
  private confirmed: LiveState = EMPTY;
  /** The server answered all own operations up to this counter. */
  private answered = 0;
  private counter: number;
  private readonly drafts = new Drafts();
  private readonly outbox = new Outbox();
  private readonly refusals = new Map<CellID, number>();

  /** `left` is the work that an earlier page of this client left. */
  constructor(
    private readonly client: ClientID,
    private readonly left: WorkRecord | undefined,
    private readonly hooks: Pick<SessionHooks, "refused" | "lost" | "merged" | "edited">,
  ) {
    this.counter = left?.reserved ?? 0;
    if (left) this.outbox.restore(left.ops);
  }

  /** The state as people see it: with everything unconfirmed. */
  get view(): LiveState {
    return this.loaded ? this.drafts.overlay(this.outbox.preview(this.confirmed)) : EMPTY;
  }

  /** The version that the server has confirmed of a cell; undefined where it has none. */
  confirmedVersion(cell: CellID): number | undefined {
    return anyCell(this.confirmed, cell)?.version;
  }

  /** The changes of a cell that the server has not confirmed, oldest first. */
  unconfirmedOf(cell: CellID): readonly ChangeSet[] {
    return this.drafts.get(cell)?.unconfirmed ?? [];
  }

  /** How many edits and operations are not confirmed. */
  get unconfirmed(): number {
    return this.drafts.size + this.outbox.size;
  }

  /** The last counter that was used. */
  get lastCounter(): number {
    return this.counter;
  }

  /** What has to be kept of the unconfirmed work. */
  work(): Pick<WorkRecord, "ops" | "drafts"> {
    const drafts = this.loaded
      ? this.drafts.records(this.outbox.preview(this.confirmed))
      : (this.left?.drafts ?? []);
    return { ops: this.outbox.records(), drafts };
  }

  opID(counter: number): OpID {
    return `${this.client}:${counter}`;
  }

  /** The counter of an own operation, undefined for one of somebody else. */
  ownCounter(id: OpID): number | undefined {
    const cut = id.lastIndexOf(":");
    return id.slice(0, cut) === this.client ? Number(id.slice(cut + 1)) : undefined;
  }

  // What people do.

  /** Changes the text of a cell. Reports whether there was anything to change. */
  edit(cell: CellID, changes: ChangeSet): boolean {
    const known = this.drafts.get(cell) ? undefined : anyCell(this.view, cell);
    const draft = this.drafts.get(cell) ?? (known && Draft.of(known.text, known.version));
    if (!draft || changes.empty) return false;
    this.drafts.set(cell, draft.edit(changes));
    return true;
  }

  /** Adds a structural operation. A run waits until the edits made so far were sent. */
  add(op: StructuralOp): Promise<Outcome> {
    const optimistic = apply(this.view, { id: "", author: "", at: new Date().toISOString(), op });
    if (optimistic.fault) return Promise.resolve({ ok: false, fault: optimistic.fault });
    return this.outbox.add(op, MEANS_WHAT_IS_SEEN.has(op.type) ? this.drafts.withUnsent() : []);
  }

  /** Drops the operations that only make sense at once. */
  dropTransient(fault: Fault): void {
    this.outbox.dropTransient(fault);
  }

  // Sending.

  /** Puts in flight what can be: edits before runs that need them, insertions before edits in them. */
  take(): Numbered[] {
    const next = () => ++this.counter;
    return [...this.takeEdits(next), ...this.outbox.take(next), ...this.takeEdits(next)];
  }

  /** Reports whether a cell has edits that cannot be sent before others are confirmed. */
  holdsBack(cell: CellID): boolean {
    return (this.drafts.get(cell)?.unsent ?? 0) > 0;
  }

  private takeEdits(next: () => number): Numbered[] {
    const taken: Numbered[] = [];
    for (const cell of this.drafts.withUnsent()) {
      const draft = this.drafts.get(cell);
      if (!draft || draft.inFlight || this.outbox.insertion(cell) === "unsent") continue;
      const counter = next();
      this.drafts.set(cell, draft.send(counter));
      this.outbox.edited(cell);
      const op = this.drafts.editOf(cell);
      if (op) taken.push({ counter, op });
    }
    return taken;
  }

  /**
   * What was sent without an answer, to be sent again. Operations are answered in order: one at or
   * before an answered counter that the replay did not hold was refused, and goes out under a new id.
   */
  unanswered(): Numbered[] {
    const again: Numbered[] = [];
    for (const { counter, op } of this.outbox.sent()) {
      const pending = this.outbox.find(counter);
      if (pending && counter <= this.answered) pending.counter = undefined;
      else again.push({ counter, op });
    }
    for (const [cell, draft] of this.drafts.entries()) {
      if (!draft.inFlight) continue;
      const { counter } = draft.inFlight;
      const op = this.drafts.editOf(cell);
      if (counter <= this.answered) this.drafts.set(cell, draft.unsend());
      else if (op) again.push({ counter, op });
    }
    return again.sort((a, b) => a.counter - b.counter);
  }

  // What the server says.

  /** Notes that the server answered an own operation. */
  answer(counter: number): void {
    this.answered = Math.max(this.answered, counter);
  }

  /** The operation in flight under a counter. */
  sent(counter: number): ClientOp | undefined {
    const cell = this.drafts.sentAs(counter);
    return this.outbox.find(counter)?.op ?? (cell === undefined ? undefined : this.drafts.editOf(cell));
  }

  /**
   * Applies the next operation of the order; `counter` is set for an own one. False means that it
   * does not fit, so that only a snapshot helps.
   */
  advance(entry: Entry & { seq: number }, counter: number | undefined): boolean {
    const result = apply(this.confirmed, entry);
    if (result.fault) return false;
    const before = this.confirmed;
    this.confirmed = result.state;
    this.seq = entry.seq;
    const pending = counter === undefined ? undefined : this.outbox.find(counter);
    if (pending) this.outbox.settle(pending, { ok: true });
    if (entry.op.type === "text.edit") {
      this.advanceText(before, entry.op, counter);
      this.tellEdited(entry.id, entry.op);
    }
    return true;
  }

  private advanceText(before: LiveState, op: EditText, counter: number | undefined): void {
    const draft = this.drafts.get(op.cell);
    const own = counter !== undefined && draft?.inFlight?.counter === counter;
    const base = anyCell(before, op.cell)?.text;
    const now = anyCell(this.confirmed, op.cell);
    if (!base || !now) return;
    if (own) this.refusals.delete(op.cell);
    if (!draft) {
      this.texts.emit(op.cell, compose(op.changes, base.length));
      return;
    }
    if (own && sameChanges(draft, op)) {
      this.drafts.set(op.cell, draft.confirm());
      return;
    }
    const next = own
      ? draft.rebase(base, now.text, now.version, true)
      : draft.receive(op.changes.map((json) => compose([json])));
    this.drafts.set(op.cell, next.draft);
    this.texts.emit(op.cell, next.changes);
  }

  private tellEdited(id: OpID, { cell, changes }: EditText): void {
    const version = this.confirmedVersion(cell);
    if (!this.hooks.edited || version === undefined) return;
    const each = changes.map((json) => compose([json]));
    this.hooks.edited(cell, each, id.slice(0, id.lastIndexOf(":")), version);
  }

  /** The server refused an operation. */
  reject(counter: number, fault: Fault): Consequence {
    const pending = this.outbox.find(counter);
    if (pending) return this.rejectOp(pending, fault);
    const cell = this.drafts.sentAs(counter);
    return cell === undefined ? "none" : this.rejectEdit(cell, fault);
  }

  private rejectOp(pending: Pending, fault: Fault): Consequence {
    const answer = answerTo(fault, pending.op);
    if (answer === "rename" && pending.op.type === "cell.insert") {
      pending.op = { ...pending.op, filename: freeFilename(this.confirmed, pending.op.filename ?? "") };
      pending.counter = undefined;
      return "none";
    }
    if (answer === "wait") {
      pending.counter = undefined;
      return "wait";
    }
    this.outbox.settle(pending, { ok: false, fault });
    this.hooks.refused?.(pending.op, fault);
    this.forgetOrphans(fault);
    return "none";
  }

  private rejectEdit(cell: CellID, fault: Fault): Consequence {
    const draft = this.drafts.get(cell);
    const op = this.drafts.editOf(cell);
    if (!draft || !op) return "none";
    const times = (this.refusals.get(cell) ?? 0) + 1;
    this.refusals.set(cell, times);
    const answer: Answer = times <= PATIENCE ? answerTo(fault, op) : "drop";
    this.drafts.set(cell, draft.unsend());
    switch (answer) {
      case "wait":
        this.refusals.delete(cell);
        return "wait";
      case "merge":
        return "resync";
      case "rename":
      case "drop":
        if (fault.code !== "SB-3001" || this.outbox.insertion(cell) === "none") this.dropDraft(cell, fault);
        return "none";
    }
  }

  /** Gives up a cell's unconfirmed edits: the text goes back to the confirmed one. */
  private dropDraft(cell: CellID, fault: Fault): void {
    const draft = this.drafts.get(cell);
    if (!draft) return;
    this.refusals.delete(cell);
    this.drafts.delete(cell);
    const known = anyCell(this.confirmed, cell);
    this.hooks.lost?.(cell, draft.text.toString(), fault);
    if (known) this.texts.emit(cell, diff(draft.text, known.text));
  }

  /** Gives up the drafts of cells that are nowhere any more. */
  private forgetOrphans(fault: Fault): void {
    for (const [cell] of this.drafts.entries()) {
      if (!anyCell(this.confirmed, cell) && this.outbox.insertion(cell) === "none")
        this.dropDraft(cell, fault);
    }
  }

  // Snapshots.

  /** Takes over a snapshot, merging the unconfirmed work into it. */
  adopt(snapshot: Snapshot, seq: number): void {
    const shown = this.view;
    const known = this.outbox.preview(this.confirmed);
    const left = this.loaded ? undefined : this.left;
    const drafts = left
      ? left.drafts.map((r) => ({ cell: r.cell, ...draftOf(r) }))
      : this.drafts.entries().map(([cell, draft]) => ({ cell, draft, base: anyCell(known, cell)?.text }));
    this.confirmed = stateOf(snapshot);
    this.seq = seq;
    this.answered = Math.max(this.answered, snapshot.confirmed);
    this.counter = Math.max(this.counter, snapshot.confirmed);
    this.loaded = true;
    for (const { counter } of this.outbox.sent()) {
      const pending = this.outbox.find(counter);
      if (!pending || counter > snapshot.confirmed) continue;
      const { op } = pending;
      // An insertion that left no cell was refused, and the answer got lost.
      if (op.type === "cell.insert" && !anyCell(this.confirmed, op.cell)) pending.counter = undefined;
      else this.outbox.settle(pending, { ok: true });
    }
    for (const { cell, draft, base } of drafts) {
      const now = anyCell(this.confirmed, cell);
      if (base && now) this.merge(cell, draft, base, now, snapshot.confirmed);
      else if (this.outbox.insertion(cell) !== "none") this.keep(cell, draft);
      else this.loseDraft(cell, draft);
    }
    this.emitDifferences(
      shown,
      drafts.map((d) => d.cell),
    );
  }

  private merge(
    cell: CellID,
    draft: Draft,
    base: LiveState["cells"][number]["text"],
    now: LiveState["cells"][number],
    confirmed: number,
  ): void {
    const sent = draft.inFlight;
    const accepted =
      sent !== undefined && sent.counter <= confirmed && now.version >= draft.version + sent.count;
    const { draft: next, changes } = draft.rebase(base, now.text, now.version, accepted);
    this.drafts.set(cell, next);
    this.texts.emit(cell, changes);
    if (!changes.empty) this.hooks.merged?.(cell, draft.text.toString());
  }

  /** Keeps the draft of a cell that the server does not have yet. */
  private keep(cell: CellID, draft: Draft): void {
    const refused = draft.inFlight && draft.inFlight.counter <= this.answered;
    this.drafts.set(cell, refused ? draft.unsend() : draft);
  }

  private loseDraft(cell: CellID, draft: Draft): void {
    this.drafts.delete(cell);
    this.hooks.lost?.(
      cell,
      draft.text.toString(),
      refusal("SB-3001", "not_found", `There is no cell ${cell}`),
    );
  }

  /** Tells the editors of cells without drafts what a snapshot changed. */
  private emitDifferences(shown: LiveState, except: readonly CellID[]): void {
    for (const cell of this.texts.followed()) {
      if (except.includes(cell)) continue;
      const before = anyCell(shown, cell);
      const now = anyCell(this.confirmed, cell);
      if (before && now && !before.text.eq(now.text)) this.texts.emit(cell, diff(before.text, now.text));
    }
  }
}

function sameChanges(draft: Draft, op: EditText): boolean {
  return JSON.stringify(draft.sent.map(toJSON)) === JSON.stringify(op.changes) && draft.version === op.base;
}
