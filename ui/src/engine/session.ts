// One tab's side of a live session: the confirmed state, the work on top of it that the server has
// not confirmed, and the messages that bring the two together. It needs no browser: the connection,
// the store and the timer are given to it. Nothing here is asynchronous but saving and sending.
import type { ChangeSet } from "@codemirror/state";
import type {
  Ack,
  CellID,
  ClientID,
  ClientMessage,
  ClientOp,
  EditText,
  Fault,
  FolderConflict,
  Opened,
  OpID,
  OpMessage,
  Output,
  PackagesStatus,
  Reject,
  RunID,
  ServerMessage,
  Signal,
  Snapshot,
  WorkspaceID,
} from "~/protocol/wire.ts";
import { apply, type Entry } from "./apply.ts";
import { compose } from "./compose.ts";
import { diff } from "./diff.ts";
import { Draft } from "./draft.ts";
import { Drafts, draftOf, toJSON } from "./drafts.ts";
import { Outbox, type Outcome, type StructuralOp } from "./outbox.ts";
import { isIdle, type WorkRecord, type WorkStore } from "./records.ts";
import { type Answer, answerTo } from "./rejection.ts";
import { freeFilename, refusal } from "./rules.ts";
import { anyCell, EMPTY, type LiveState, stateOf } from "./state.ts";

/** A connection that is open. Messages arrive at the server in the order sent, or not at all. */
export interface Link {
  send(message: ClientMessage): void;
  /** A channel number that this connection has not used. */
  nextChannel(): number;
}

/** What happens beside the state. Callbacks must not call back into the session. */
export interface SessionHooks {
  output?(message: Output): void;
  /** How many chunks of each run are here already. */
  outputs?(): Record<RunID, number>;
  folder?(conflict: FolderConflict): void;
  /** The server refused an operation that nobody awaits, or kept refusing an edit. */
  refused?(op: ClientOp, fault: Fault): void;
  /** Edits could not be merged; `text` is the cell as this tab had it. */
  lost?(cell: CellID, text: string, fault: Fault): void;
  /** Edits made here were merged into a text that had moved on unseen. */
  merged?(cell: CellID): void;
}

export interface SessionOptions {
  readonly workspace: WorkspaceID;
  readonly client: ClientID;
  readonly store: WorkStore;
  /** The work that an earlier page of this client left. */
  readonly left?: WorkRecord | undefined;
  readonly hooks?: SessionHooks;
  /** Runs a function later; returns what cancels it. */
  readonly later?: (ms: number, run: () => void) => () => void;
}

export type Connection = "offline" | "opening" | "replaying" | "live" | "closed";

/** What a session shows. A new value with each change; its parts keep their identity. */
export interface SessionView {
  readonly state: LiveState;
  readonly loaded: boolean;
  readonly connection: Connection;
  /** Edits and operations that the server has not confirmed. */
  readonly unconfirmed: number;
  /** Why nothing is saved at the moment. */
  readonly blocked: Fault | undefined;
  /** Why the session ended for good. */
  readonly closed: Fault | undefined;
  readonly packages: PackagesStatus | undefined;
}

type TextListener = (changes: ChangeSet) => void;

const RESERVE = 1_000;
const RETRY_MS = 3_000;
const REOPEN_MS = 400;
const PATIENCE = 4;

export class Session {
  private confirmed: LiveState = EMPTY;
  private seq = 0;
  private head = 0;
  /** The server answered all own operations up to this counter. */
  private answered = 0;
  private counter: number;
  private reserved: number;
  private readonly drafts = new Drafts();
  private readonly outbox = new Outbox();
  private link: Link | undefined;
  private channel = 0;
  private connection: Connection = "offline";
  private loaded = false;
  private blocked: Fault | undefined;
  private closed: Fault | undefined;
  private packages: PackagesStatus | undefined;
  private readonly refusals = new Map<CellID, number>();
  private cancelRetry = () => {};
  private pumping = false;
  private pumpAgain = false;
  private dirty = false;
  private stored: boolean;
  private disposed = false;
  private current: SessionView;
  private readonly listeners = new Set<() => void>();
  private readonly textListeners = new Map<CellID, Set<TextListener>>();

  constructor(private readonly options: SessionOptions) {
    const left = options.left;
    this.stored = left !== undefined;
    this.counter = left?.reserved ?? 0;
    this.reserved = this.counter;
    if (left) this.outbox.restore(left.ops);
    this.current = this.look();
  }

  /** The present view; the same value until something changes. */
  get view(): SessionView {
    return this.current;
  }

  /** Calls back after each change of the view. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Calls back with each change of a cell's text that did not come from edit. */
  onText(cell: CellID, listener: TextListener): () => void {
    const set = this.textListeners.get(cell) ?? new Set();
    this.textListeners.set(cell, set.add(listener));
    return () => set.delete(listener);
  }

  // What people do.

  /** Changes the text of a cell, here at once and at the server soon. */
  edit(cell: CellID, changes: ChangeSet): void {
    const known = anyCell(this.current.state, cell);
    if (!known || changes.empty) return;
    const draft = this.drafts.get(cell) ?? Draft.of(known.text, known.version);
    this.drafts.set(cell, draft.edit(changes));
    this.changed();
    this.pump();
  }

  /**
   * Makes a structural operation: here at once where this side can tell what it does. The outcome
   * comes when the server has answered, which may be long after, when offline.
   */
  submit(op: StructuralOp): Promise<Outcome> {
    if (op.type === "run.start" && this.connection !== "live") {
      return Promise.resolve({ ok: false, fault: OFFLINE });
    }
    const optimistic = apply(this.current.state, { id: "", author: "", at: new Date().toISOString(), op });
    if (optimistic.fault) return Promise.resolve({ ok: false, fault: optimistic.fault });
    const outcome = this.outbox.add(op, op.type === "run.start" ? this.drafts.withUnsent() : []);
    this.changed();
    this.pump();
    return outcome;
  }

  /** Writes to the standard input of a run, or ends it. Reports whether it could be sent. */
  input(run: RunID, text: string, end = false): boolean {
    if (!this.link || this.connection !== "live") return false;
    this.link.send({ type: "input", channel: this.channel, run, text, ...(end ? { end } : {}) });
    return true;
  }

  // The connection.

  connected(link: Link): void {
    this.link = link;
    this.closed = undefined;
    this.open(this.seq);
  }

  disconnected(): void {
    this.link = undefined;
    this.cancelRetry();
    if (this.connection !== "closed") this.connection = "offline";
    this.outbox.dropTransient(OFFLINE);
    this.refresh();
  }

  /** Leaves the session. Unconfirmed work stays in the store. */
  dispose(): void {
    if (this.connection !== "closed") this.link?.send({ type: "close", channel: this.channel });
    this.link = undefined;
    this.disposed = true;
    this.cancelRetry();
    this.listeners.clear();
    this.textListeners.clear();
  }

  /** Takes a message of the server; those of other channels are ignored. */
  receive(message: ServerMessage): void {
    if (!this.link || !("channel" in message) || message.channel !== this.channel) return;
    switch (message.type) {
      case "opened":
        this.receiveOpened(message);
        return;
      case "op":
        this.receiveOp(message);
        return;
      case "ack":
        this.receiveAck(message);
        return;
      case "reject":
        this.receiveReject(message);
        return;
      case "output":
        this.options.hooks?.output?.(message);
        return;
      case "signal":
        this.receiveSignal(message);
        return;
      case "closed":
        this.receiveClosed(message.fault);
        return;
      case "error":
        this.block(message.fault);
        return;
    }
  }

  private open(since: number): void {
    if (!this.link) return;
    this.cancelRetry();
    this.channel = this.link.nextChannel();
    this.connection = "opening";
    const { workspace, client, hooks } = this.options;
    const outputs = hooks?.outputs?.() ?? {};
    this.link.send({
      type: "open",
      channel: this.channel,
      workspace,
      client,
      ...(this.loaded && since > 0 ? { since } : {}),
      ...(Object.keys(outputs).length > 0 ? { outputs } : {}),
    });
    this.refresh();
  }

  /** Opens the channel again: from `since`, or with 0 from a snapshot. */
  private reopen(since: number): void {
    this.link?.send({ type: "close", channel: this.channel });
    this.open(since);
  }

  private receiveOpened(message: Opened): void {
    if (this.connection !== "opening") return;
    if (!message.snapshot && message.seq !== this.seq) {
      this.reopen(0);
      return;
    }
    this.connection = "replaying";
    this.head = message.head;
    if (message.snapshot) this.adopt(message.snapshot, message.seq);
    this.proceed();
    this.refresh();
  }

  /** Goes live once everything missed has been replayed. */
  private proceed(): void {
    if (this.connection !== "replaying" || this.seq < this.head) return;
    this.connection = "live";
    this.resend();
    this.pump();
  }

  /**
   * Sends again what was sent without an answer. Operations are answered in order: one at or before
   * an answered counter that the replay did not hold was refused, and goes out under a new id.
   */
  private resend(): void {
    const again: { counter: number; op: ClientOp }[] = [];
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
    again.sort((a, b) => a.counter - b.counter);
    for (const { counter, op } of again) this.sendOp(counter, op);
  }

  private sendOp(counter: number, op: ClientOp): void {
    this.link?.send({ type: "op", channel: this.channel, id: this.opID(counter), op });
  }

  private opID(counter: number): OpID {
    return `${this.options.client}:${counter}`;
  }

  /** The counter of an own operation, undefined for one of somebody else. */
  private ownCounter(id: OpID): number | undefined {
    const cut = id.lastIndexOf(":");
    return id.slice(0, cut) === this.options.client ? Number(id.slice(cut + 1)) : undefined;
  }

  // What the server says.

  private receiveOp(message: OpMessage): void {
    if (message.seq <= this.seq) return;
    if (message.seq !== this.seq + 1) {
      this.reopen(this.seq);
      return;
    }
    const counter = this.ownCounter(message.id);
    if (counter !== undefined) this.answered = Math.max(this.answered, counter);
    this.advance(message, counter);
    this.proceed();
    this.changed();
    this.pump();
  }

  private receiveAck(message: Ack): void {
    const counter = this.ownCounter(message.id);
    if (counter === undefined) return;
    this.answered = Math.max(this.answered, counter);
    const op = this.outbox.find(counter)?.op ?? this.sentEdit(counter);
    if (message.duplicate) {
      if (op) this.reopen(this.seq);
      return;
    }
    if (message.seq <= this.seq) return;
    if (!op || message.seq !== this.seq + 1) {
      this.reopen(this.seq);
      return;
    }
    this.advance({ id: message.id, author: "", at: message.at, op, seq: message.seq }, counter);
    this.unblock();
    this.proceed();
    this.changed();
    this.pump();
  }

  private sentEdit(counter: number): EditText | undefined {
    const cell = this.drafts.sentAs(counter);
    return cell === undefined ? undefined : this.drafts.editOf(cell);
  }

  /** Applies the next operation of the order; `counter` is set for an own one. */
  private advance(entry: Entry & { seq: number }, counter: number | undefined): void {
    const result = apply(this.confirmed, entry);
    if (result.fault) {
      this.reopen(0);
      return;
    }
    const before = this.confirmed;
    this.confirmed = result.state;
    this.seq = entry.seq;
    if (counter !== undefined) {
      const pending = this.outbox.find(counter);
      if (pending) this.outbox.settle(pending, { ok: true });
    }
    if (entry.op.type === "text.edit") this.advanceText(before, entry.op, counter);
  }

  private advanceText(before: LiveState, op: EditText, counter: number | undefined): void {
    const draft = this.drafts.get(op.cell);
    const own = counter !== undefined && draft?.inFlight?.counter === counter;
    const base = anyCell(before, op.cell)?.text;
    const now = anyCell(this.confirmed, op.cell);
    if (!base || !now) return;
    if (own) this.refusals.delete(op.cell);
    if (!draft) {
      this.emit(op.cell, compose(op.changes, base.length));
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
    this.emit(op.cell, next.changes);
  }

  private receiveReject(message: Reject): void {
    const counter = this.ownCounter(message.id);
    if (counter === undefined) return;
    this.answered = Math.max(this.answered, counter);
    const { fault } = message;
    const pending = this.outbox.find(counter);
    if (pending) {
      const answer = answerTo(fault, pending.op);
      if (answer === "rename" && pending.op.type === "cell.insert") {
        pending.op = { ...pending.op, filename: freeFilename(this.confirmed, pending.op.filename ?? "") };
        pending.counter = undefined;
      } else if (answer === "wait") {
        pending.counter = undefined;
        this.block(fault);
      } else {
        this.outbox.settle(pending, { ok: false, fault });
        this.options.hooks?.refused?.(pending.op, fault);
        this.forgetOrphans(fault);
      }
    } else {
      const cell = this.drafts.sentAs(counter);
      if (cell !== undefined) this.rejectEdit(cell, fault);
    }
    this.changed();
    this.pump();
  }

  private rejectEdit(cell: CellID, fault: Fault): void {
    const draft = this.drafts.get(cell);
    if (!draft) return;
    const times = (this.refusals.get(cell) ?? 0) + 1;
    this.refusals.set(cell, times);
    const op = this.drafts.editOf(cell);
    const answer: Answer = op && times <= PATIENCE ? answerTo(fault, op) : "drop";
    this.drafts.set(cell, draft.unsend());
    switch (answer) {
      case "wait":
        this.refusals.delete(cell);
        this.block(fault);
        return;
      case "merge":
        this.reopen(0);
        return;
      case "rename":
      case "drop":
        if (fault.code === "SB-3001" && this.outbox.insertion(cell) !== "none") return;
        this.dropDraft(cell, fault);
        return;
    }
  }

  /** Gives up a cell's unconfirmed edits: the text goes back to the confirmed one. */
  private dropDraft(cell: CellID, fault: Fault): void {
    const draft = this.drafts.get(cell);
    if (!draft) return;
    this.refusals.delete(cell);
    this.drafts.delete(cell);
    const known = anyCell(this.confirmed, cell);
    this.options.hooks?.lost?.(cell, draft.text.toString(), fault);
    if (known) this.emit(cell, diff(draft.text, known.text));
  }

  /** Gives up the drafts of cells that are nowhere any more. */
  private forgetOrphans(fault: Fault): void {
    for (const [cell] of this.drafts.entries()) {
      if (!anyCell(this.confirmed, cell) && this.outbox.insertion(cell) === "none")
        this.dropDraft(cell, fault);
    }
  }

  private receiveSignal(message: Signal): void {
    if (message.packages) this.packages = message.packages;
    if (message.folder) this.options.hooks?.folder?.(message.folder);
    if (message.storage) {
      if (message.storage.writable) this.unblock();
      else if (message.storage.fault) this.block(message.storage.fault);
    }
    this.refresh();
    this.pump();
  }

  private receiveClosed(fault: Fault): void {
    if (fault.kind === "unavailable" || fault.kind === "conflict") {
      this.connection = "offline";
      this.cancelRetry = this.later(REOPEN_MS, () => this.open(fault.kind === "conflict" ? 0 : this.seq));
    } else {
      this.connection = "closed";
      this.closed = fault;
    }
    this.refresh();
  }

  // Snapshots.

  private adopt(snapshot: Snapshot, seq: number): void {
    const shown = this.current.state;
    const known = this.outbox.preview(this.confirmed);
    const left = this.loaded ? undefined : this.options.left;
    const drafts = left
      ? left.drafts.map((r) => ({ cell: r.cell, ...draftOf(r) }))
      : this.drafts.entries().map(([cell, draft]) => ({ cell, draft, base: anyCell(known, cell)?.text }));
    this.confirmed = stateOf(snapshot);
    this.seq = seq;
    this.packages = snapshot.packages;
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
    this.emit(cell, changes);
    if (!changes.empty) this.options.hooks?.merged?.(cell);
  }

  /** Keeps the draft of a cell that the server does not have yet. */
  private keep(cell: CellID, draft: Draft): void {
    const refused = draft.inFlight && draft.inFlight.counter <= this.answered;
    this.drafts.set(cell, refused ? draft.unsend() : draft);
  }

  private loseDraft(cell: CellID, draft: Draft): void {
    this.drafts.delete(cell);
    this.options.hooks?.lost?.(
      cell,
      draft.text.toString(),
      refusal("SB-3001", "not_found", `There is no cell ${cell}`),
    );
  }

  /** Tells the editors of cells without drafts what a snapshot changed. */
  private emitDifferences(shown: LiveState, except: readonly CellID[]): void {
    for (const [cell, listeners] of this.textListeners) {
      if (listeners.size === 0 || except.includes(cell)) continue;
      const before = anyCell(shown, cell);
      const now = anyCell(this.confirmed, cell);
      if (before && now && !before.text.eq(now.text)) this.emit(cell, diff(before.text, now.text));
    }
  }

  private emit(cell: CellID, changes: ChangeSet): void {
    if (changes.empty) return;
    for (const listener of this.textListeners.get(cell) ?? []) listener(changes);
  }

  // Saving and sending.

  private block(fault: Fault): void {
    this.blocked = fault;
    this.cancelRetry();
    this.cancelRetry = this.later(RETRY_MS, () => {
      this.unblock();
      this.pump();
    });
    this.refresh();
  }

  private unblock(): void {
    if (!this.blocked) return;
    this.blocked = undefined;
    this.refresh();
  }

  private later(ms: number, run: () => void): () => void {
    if (this.options.later) return this.options.later(ms, run);
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  }

  /** Saves what changed, then sends what can be sent. One pass at a time, so that order holds. */
  private pump(): void {
    this.pumpAgain = true;
    if (this.pumping) return;
    this.pumping = true;
    void this.pumpAll().finally(() => {
      this.pumping = false;
    });
  }

  private async pumpAll(): Promise<void> {
    while (this.pumpAgain && !this.disposed) {
      this.pumpAgain = false;
      const { link, channel } = this;
      const batch = this.take();
      await this.save();
      if (link !== this.link || channel !== this.channel) continue; // resend has them
      for (const { counter, op } of batch) this.sendOp(counter, op);
    }
  }

  /** Puts in flight what can be: edits before runs that need them, insertions before edits in them. */
  private take(): { counter: number; op: ClientOp }[] {
    if (this.connection !== "live" || this.blocked) return [];
    const next = () => ++this.counter;
    return [...this.takeEdits(next), ...this.outbox.take(next), ...this.takeEdits(next)];
  }

  private takeEdits(next: () => number): { counter: number; op: ClientOp }[] {
    const taken: { counter: number; op: ClientOp }[] = [];
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

  /** Keeps the unconfirmed work before any of it is sent; a failing store holds nothing up. */
  private async save(): Promise<void> {
    if (!this.dirty) return;
    this.dirty = false;
    const { store, workspace, client } = this.options;
    const record = this.record();
    try {
      if (!isIdle(record)) {
        this.stored = true;
        await store.save(record);
      } else if (this.stored && this.loaded) {
        this.stored = false;
        await store.remove(workspace, client);
      }
    } catch {
      this.stored = true;
    }
  }

  private record(): WorkRecord {
    if (this.counter > this.reserved - RESERVE / 2) this.reserved = this.counter + RESERVE;
    const { workspace, client, left } = this.options;
    const drafts = this.loaded
      ? this.drafts.records(this.outbox.preview(this.confirmed))
      : (left?.drafts ?? []);
    return { workspace, client, reserved: this.reserved, ops: this.outbox.records(), drafts };
  }

  // The view.

  private changed(): void {
    this.dirty = true;
    this.refresh();
  }

  private refresh(): void {
    this.current = this.look();
    for (const listener of [...this.listeners]) listener();
  }

  private look(): SessionView {
    return {
      state: this.loaded ? this.drafts.overlay(this.outbox.preview(this.confirmed)) : EMPTY,
      loaded: this.loaded,
      connection: this.connection,
      unconfirmed: this.drafts.size + this.outbox.size,
      blocked: this.blocked,
      closed: this.closed,
      packages: this.packages,
    };
  }
}

const OFFLINE = refusal(
  "SB-1012",
  "unavailable",
  "There is no connection to the server",
  "It runs as soon as the connection is back.",
);

function sameChanges(draft: Draft, op: EditText): boolean {
  return JSON.stringify(draft.sent.map(toJSON)) === JSON.stringify(op.changes) && draft.version === op.base;
}
