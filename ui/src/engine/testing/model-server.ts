// A server of one workspace as the protocol describes it, for tests: it orders, rebases, confirms,
// replays and forgets. Its connections can be cut at any message.
import { rebaseUpdates } from "@codemirror/collab";
import { ChangeSet } from "@codemirror/state";
import type { ClientMessage, ClientOp, Op, OpMessage, ServerMessage, Snapshot } from "~/protocol/wire.ts";
import { apply } from "../apply.ts";
import { refusal } from "../rules.ts";
import { anyCell, type CellState, EMPTY, type LiveState } from "../state.ts";

const AT = "2026-01-01T00:00:00Z";

/** One end of a connection: messages queue until the test lets them through. */
export class ModelConnection {
  readonly toServer: ClientMessage[] = [];
  readonly toClient: ServerMessage[] = [];
  readonly channels = new Map<number, string>();
  private channel = 0;

  send(message: ClientMessage): void {
    this.toServer.push(structuredClone(message));
  }

  nextChannel(): number {
    return ++this.channel;
  }
}

export class ModelServer {
  state: LiveState;
  /** Operations accepted, by id, to see that none took effect twice. */
  readonly accepted: string[] = [];
  /** Refuses the next operations with this fault. */
  refusing: { code: string; kind: "unavailable" } | undefined;
  private log: OpMessage[] = [];
  private forgotten = 0;
  private readonly marks = new Map<string, number>();
  private readonly history = new Map<string, ChangeSet[]>();
  private readonly connections = new Set<ModelConnection>();

  constructor(cells: readonly CellState[]) {
    this.state = { ...EMPTY, title: "Model", cells };
  }

  get seq(): number {
    return this.forgotten + this.log.length;
  }

  connect(): ModelConnection {
    const connection = new ModelConnection();
    this.connections.add(connection);
    return connection;
  }

  /** The server no longer hears from or answers a connection. What it received is lost or was done. */
  cut(connection: ModelConnection): void {
    this.connections.delete(connection);
    connection.channels.clear();
  }

  /** Forgets the operations and text histories from before now. */
  forget(): void {
    this.forgotten = this.seq;
    this.log = [];
    this.history.clear();
  }

  /** Handles the next message of a connection. */
  step(connection: ModelConnection): boolean {
    const message = connection.toServer.shift();
    if (!message) return false;
    switch (message.type) {
      case "open":
        this.open(connection, message);
        break;
      case "close":
        connection.channels.delete(message.channel);
        break;
      case "op":
        if (connection.channels.has(message.channel))
          this.submit(connection, message.channel, message.id, message.op);
        break;
      default:
        break;
    }
    return true;
  }

  private open(connection: ModelConnection, message: ClientMessage & { type: "open" }): void {
    const { channel, client, since } = message;
    connection.channels.set(channel, client);
    if (since !== undefined && since >= this.forgotten && since <= this.seq) {
      connection.toClient.push({ type: "opened", channel, seq: since, head: this.seq });
      for (const op of this.log.slice(since - this.forgotten)) connection.toClient.push({ ...op, channel });
      return;
    }
    const snapshot = this.snapshot(this.marks.get(client) ?? 0);
    connection.toClient.push({ type: "opened", channel, seq: this.seq, head: this.seq, snapshot });
  }

  private snapshot(confirmed: number): Snapshot {
    const plain = (c: CellState) => ({ ...c, text: c.text.toString() });
    return {
      workspace: "w",
      kind: "notebook",
      title: this.state.title,
      language: this.state.language,
      cells: this.state.cells.map(plain),
      removed: this.state.removed.map((r) => ({ cell: plain(r.cell), after: r.after })),
      runs: [...this.state.runs],
      confirmed,
      packages: { state: "unknown", packages: [], missing: [], log: [] },
    };
  }

  private submit(connection: ModelConnection, channel: number, id: string, sent: ClientOp): void {
    const at = AT;
    const [client = "", count = ""] = id.split(":");
    if (Number(count) <= (this.marks.get(client) ?? 0)) {
      connection.toClient.push({ type: "ack", channel, id, seq: this.seq, at, duplicate: true });
      return;
    }
    const result = this.refusing
      ? { fault: refusal(this.refusing.code, this.refusing.kind, "no") }
      : this.accept(sent, id);
    if ("fault" in result) {
      connection.toClient.push({ type: "reject", channel, id, fault: result.fault });
      return;
    }
    this.marks.set(client, Number(count));
    this.accepted.push(id);
    const message: OpMessage = {
      type: "op",
      channel: 0,
      seq: this.seq + 1,
      id,
      author: client,
      at,
      op: result.op,
    };
    this.log.push(message);
    for (const peer of this.connections) {
      for (const peerChannel of peer.channels.keys()) {
        const own = peer === connection && peerChannel === channel;
        peer.toClient.push(
          own ? { type: "ack", channel, id, seq: message.seq, at } : { ...message, channel: peerChannel },
        );
      }
    }
  }

  /** The server itself makes an operation, as it does for what runs report. */
  report(op: Op): void {
    const id = `server:${this.seq + 1}`;
    const result = apply(this.state, { id, author: "server", at: AT, op });
    if (result.fault) throw new Error(result.fault.message);
    this.state = result.state;
    const message: OpMessage = {
      type: "op",
      channel: 0,
      seq: this.seq + 1,
      id,
      author: "server",
      at: AT,
      op,
    };
    this.log.push(message);
    for (const peer of this.connections) {
      for (const channel of peer.channels.keys()) peer.toClient.push({ ...message, channel });
    }
  }

  private accept(sent: ClientOp, id: string): { op: Op } | { fault: ReturnType<typeof refusal> } {
    const rebased = sent.type === "text.edit" ? this.rebase(sent) : { op: sent };
    if ("fault" in rebased) return rebased;
    const result = apply(this.state, { id, author: "", at: AT, op: rebased.op });
    if (result.fault) return { fault: result.fault };
    this.state = result.state;
    if (rebased.op.type === "text.edit") {
      const changes = rebased.op.changes.map((json) => ChangeSet.fromJSON(json));
      this.history.set(rebased.op.cell, [...(this.history.get(rebased.op.cell) ?? []), ...changes]);
    }
    return rebased;
  }

  private rebase(
    op: ClientOp & { type: "text.edit" },
  ): { op: ClientOp } | { fault: ReturnType<typeof refusal> } {
    const cell = anyCell(this.state, op.cell);
    if (!cell || op.base >= cell.version) return { op };
    const over = this.history.get(op.cell) ?? [];
    const behind = cell.version - op.base;
    if (behind > over.length) return { fault: refusal("SB-3005", "conflict", "too far behind") };
    let updates = op.changes.map((json) => ({ changes: ChangeSet.fromJSON(json), clientID: "a" }));
    for (const changes of over.slice(-behind)) {
      updates = rebaseUpdates(updates, [{ changes, clientID: "b" }]).map((u) => ({
        changes: u.changes as ChangeSet,
        clientID: "a",
      }));
    }
    return { op: { ...op, base: cell.version, changes: updates.map((u) => u.changes.toJSON()) } };
  }
}
