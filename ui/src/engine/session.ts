// One tab's side of a live session: it brings the replica and the server together over a connection
// that may go and come. It needs no browser: the connection, the store and the timer are given to it.
// Nothing here is asynchronous but saving and sending.
import type { ChangeSet } from "@codemirror/state";
import type {
  Ack,
  CellID,
  ClientOp,
  Fault,
  FolderConflict,
  Opened,
  OpMessage,
  PackagesStatus,
  Presence,
  Reject,
  RunID,
  ServerMessage,
  Signal,
} from "~/protocol/wire.ts";
import { type Answered, Asks, type Question } from "./asks.ts";
import { Keeper } from "./keeper.ts";
import { isOptimistic, type Outcome, type StructuralOp } from "./outbox.ts";
import { Replica } from "./replica.ts";
import { refusal } from "./rules.ts";
import type { Connection, Link, SessionOptions, SessionView } from "./session-types.ts";
import type { TextListener } from "./text-listeners.ts";
import type { TextEdit } from "./undo.ts";

const RETRY_MS = 3_000;
const REOPEN_MS = 400;
const IN_TRASH = "SB-2011"; // stays so until a person restores the workspace

const NO_CONFLICTS: readonly FolderConflict[] = [];

export class Session {
  private readonly replica: Replica;
  private readonly keeper: Keeper;
  private readonly asks = new Asks();
  private readonly watched = new Set<RunID>();
  private link: Link | undefined;
  private channel = 0;
  private connection: Connection = "offline";
  /** The sequence number up to which the server replays. */
  private head = 0;
  private blocked: Fault | undefined;
  private closed: Fault | undefined;
  private packages: PackagesStatus | undefined;
  private conflicts = NO_CONFLICTS;
  private cancelRetry = () => {};
  private pumping = false;
  private pumpAgain = false;
  private dirty = false;
  private disposed = false;
  private current: SessionView;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: SessionOptions) {
    const { store, workspace, client, left, hooks } = options;
    this.replica = new Replica(client, left, hooks ?? {});
    this.keeper = new Keeper(store, workspace, client, left);
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
    return this.replica.texts.add(cell, listener);
  }

  // What people do.

  /** Changes the text of a cell, here at once and at the server soon. */
  edit(cell: CellID, changes: ChangeSet): void {
    if (!this.replica.edit(cell, changes)) return;
    this.dirty = true;
    this.refresh();
    if (this.options.soon) this.options.soon(() => this.pump());
    else this.pump();
  }

  /**
   * Makes a structural operation: here at once where this side can tell what it does. The outcome
   * comes when the server has answered, which may be long after, when offline.
   */
  submit(op: StructuralOp): Promise<Outcome> {
    if (!isOptimistic(op) && this.connection !== "live")
      return Promise.resolve({ ok: false, fault: OFFLINE });
    const outcome = this.replica.add(op);
    this.changed();
    return outcome;
  }

  /** Writes to the standard input of a run, or ends it. Reports whether it could be sent. */
  input(run: RunID, text: string, end = false): boolean {
    if (!this.link || this.connection !== "live") return false;
    this.link.send({ type: "input", channel: this.channel, run, text, ...(end ? { end } : {}) });
    return true;
  }

  /** Tells a run with a terminal the size of the screen that shows it. */
  resize(run: RunID, columns: number, rows: number): void {
    if (!this.link || this.connection !== "live") return;
    this.link.send({ type: "input", channel: this.channel, run, columns, rows });
  }

  /** Says where this tab is. Nobody is told while there is no connection. */
  present(place: Omit<Presence, "type" | "channel">): void {
    if (this.connection === "live" || this.connection === "replaying")
      this.link?.send({ type: "presence", channel: this.channel, ...place });
  }

  /** What the server knows of a cell's text, and the changes made here that it does not know. */
  standing(cell: CellID): { version: number | undefined; unconfirmed: readonly ChangeSet[] } {
    const { replica } = this;
    return { version: replica.confirmedVersion(cell), unconfirmed: replica.unconfirmedOf(cell) };
  }

  /** Opens the workspace again, as after the name of the person has changed. Nothing is lost by it. */
  renew(): void {
    if (this.connection === "live") this.reopen(this.replica.seq);
  }

  /** Begins or ends to receive all of a run's output; of others its beginning comes. */
  watch(run: RunID, on: boolean): void {
    if (on) this.watched.add(run);
    else this.watched.delete(run);
    if (this.connection === "live" || this.connection === "replaying") this.sendWatch(run, on);
  }

  /** Changes texts on behalf of no editor, as one change of the view: the editors are told. */
  rewriteAll(edits: readonly Pick<TextEdit, "cell" | "changes">[]): void {
    for (const { cell, changes } of edits) {
      if (this.replica.edit(cell, changes)) this.replica.texts.emit(cell, changes);
    }
    this.changed();
  }

  /** Asks the language server, after the edits made so far. Without a connection it fails at once. */
  ask(question: Question): Promise<Answered> {
    if (this.connection !== "live") return Promise.resolve({ ok: false, fault: OFFLINE });
    const answered = this.asks.add(question, (id) =>
      this.link?.send({ type: "forget", channel: this.channel, id }),
    );
    this.pump();
    return answered;
  }

  // The connection.

  connected(link: Link): void {
    this.link = link;
    this.closed = undefined;
    this.open(this.replica.seq);
  }

  disconnected(): void {
    this.link = undefined;
    this.cancelRetry();
    if (this.connection !== "closed") this.connection = "offline";
    this.replica.dropTransient(OFFLINE);
    this.asks.fail(OFFLINE);
    this.refresh();
  }

  /** Leaves the session. Unconfirmed work stays in the store. */
  dispose(): void {
    if (this.connection !== "closed") this.link?.send({ type: "close", channel: this.channel });
    this.link = undefined;
    this.disposed = true;
    this.cancelRetry();
    this.asks.fail();
    this.listeners.clear();
    this.replica.texts.clear();
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
      case "answer":
        this.asks.answer(message);
        this.pump(); // there is room for another question
        return;
      case "diagnostics":
        this.options.hooks?.diagnostics?.(message);
        return;
      case "people":
        this.options.hooks?.people?.(message);
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
    this.asks.fail(OFFLINE);
    this.channel = this.link.nextChannel();
    this.connection = "opening";
    const { workspace, client, hooks } = this.options;
    const outputs = hooks?.outputs?.() ?? {};
    this.link.send({
      type: "open",
      channel: this.channel,
      workspace,
      client,
      ...(this.replica.loaded && since > 0 ? { since } : {}),
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
    if (!message.snapshot && message.seq !== this.replica.seq) {
      this.reopen(0);
      return;
    }
    this.connection = "replaying";
    this.head = message.head;
    this.conflicts = NO_CONFLICTS; // those that there are come next
    if (message.snapshot) {
      this.packages = message.snapshot.packages;
      this.replica.adopt(message.snapshot, message.seq);
    }
    for (const run of this.watched) this.sendWatch(run, true);
    this.proceed();
    this.changed();
  }

  /** Goes live once everything missed has been replayed. */
  private proceed(): void {
    if (this.connection !== "replaying" || this.replica.seq < this.head) return;
    this.connection = "live";
    for (const { counter, op } of this.replica.unanswered()) this.sendOp(counter, op);
  }

  private sendOp(counter: number, op: ClientOp): void {
    this.link?.send({ type: "op", channel: this.channel, id: this.replica.opID(counter), op });
  }

  private sendWatch(run: RunID, on: boolean): void {
    this.link?.send({ type: "watch", channel: this.channel, run, ...(on ? {} : { off: true }) });
  }

  // What the server says.

  private receiveOp(message: OpMessage): void {
    const { replica } = this;
    if (message.seq <= replica.seq) return;
    const counter = replica.ownCounter(message.id);
    if (counter !== undefined) replica.answer(counter);
    if (message.seq !== replica.seq + 1) this.reopen(replica.seq);
    else if (!replica.advance(message, counter)) this.reopen(0);
    this.proceed();
    this.changed();
  }

  private receiveAck(message: Ack): void {
    const { replica } = this;
    const counter = replica.ownCounter(message.id);
    if (counter === undefined) return;
    replica.answer(counter);
    const op = replica.sent(counter);
    if (message.duplicate ? op === undefined : message.seq <= replica.seq) return;
    if (message.duplicate || !op || message.seq !== replica.seq + 1) this.reopen(replica.seq);
    else if (!replica.advance({ id: message.id, author: "", at: message.at, op, seq: message.seq }, counter))
      this.reopen(0);
    else this.unblock();
    this.proceed();
    this.changed();
  }

  private receiveReject(message: Reject): void {
    const counter = this.replica.ownCounter(message.id);
    if (counter === undefined) return;
    this.replica.answer(counter);
    const consequence = this.replica.reject(counter, message.fault);
    if (consequence === "wait") this.block(message.fault);
    if (consequence === "resync") this.reopen(0);
    this.changed();
  }

  private receiveSignal(message: Signal): void {
    if (message.packages) this.packages = message.packages;
    if (message.folder) this.conflicts = message.folder.conflicts;
    if (message.language) this.options.hooks?.language?.(message.language);
    if (message.storage) {
      if (message.storage.writable) this.unblock();
      else if (message.storage.fault) this.block(message.storage.fault);
    }
    this.refresh();
    this.pump();
  }

  private receiveClosed(fault: Fault): void {
    const passes = fault.kind === "unavailable" || (fault.kind === "conflict" && fault.code !== IN_TRASH);
    if (passes) {
      this.connection = "offline";
      this.cancelRetry = this.later(REOPEN_MS, () =>
        this.open(fault.kind === "conflict" ? 0 : this.replica.seq),
      );
    } else {
      this.connection = "closed";
      this.closed = fault;
    }
    this.refresh();
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
      const batch = this.connection === "live" && !this.blocked ? this.replica.take() : [];
      const questions = this.connection === "live" ? this.asks.take((c) => this.replica.holdsBack(c)) : [];
      if (this.dirty && this.replica.loaded) {
        this.dirty = false;
        await this.keeper.save(this.replica.work(), this.replica.lastCounter);
      }
      if (link !== this.link || channel !== this.channel) continue; // they count as unanswered
      for (const { counter, op } of batch) this.sendOp(counter, op);
      for (const question of questions) link?.send({ type: "ask", channel, ...question });
    }
  }

  // The view.

  /** Notes that there may be something to save, to send and to show. */
  private changed(): void {
    this.dirty = true;
    this.refresh();
    this.pump();
  }

  private refresh(): void {
    this.current = this.look();
    for (const listener of [...this.listeners]) listener();
  }

  private look(): SessionView {
    const { replica, connection, blocked, closed, packages, conflicts } = this;
    const { loaded, unconfirmed, seq } = replica;
    return {
      state: replica.view,
      seq,
      loaded,
      connection,
      unconfirmed,
      blocked,
      closed,
      packages,
      conflicts,
    };
  }
}

const OFFLINE = refusal(
  "SB-1012",
  "unavailable",
  "There is no connection to the server",
  "Try again when the connection is back.",
);
