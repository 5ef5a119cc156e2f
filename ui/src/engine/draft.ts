// A cell's text with the local edits that the server has not confirmed. The rebasing is that of
// @codemirror/collab, run on an editor state without a view.
import { collab, receiveUpdates, sendableUpdates, type Update } from "@codemirror/collab";
import { ChangeSet, EditorState, type Text } from "@codemirror/state";
import { diff } from "./diff.ts";

const SELF = "self";
const PEER = "peer";

/** How many edits the server takes in one operation. */
const MAX_EDITS = 1_000;

/** The edits of one operation that waits for its answer: the first `count` unconfirmed ones. */
export interface InFlight {
  readonly counter: number;
  readonly count: number;
}

/**
 * A Draft is immutable: each step returns the next one, with the change of the local text where
 * there is one.
 */
export class Draft {
  private constructor(
    private readonly state: EditorState,
    /** The last version of the cell that is part of the draft's past. */
    readonly version: number,
    readonly inFlight: InFlight | undefined,
  ) {}

  /** A draft of confirmed text at a version, with edits made since. */
  static of(base: Text, version: number, edits: readonly ChangeSet[] = [], inFlight?: InFlight): Draft {
    const config = { startVersion: version, clientID: SELF };
    let state = EditorState.create({ doc: base, extensions: [collab(config)] });
    for (const changes of edits) state = state.update({ changes }).state;
    return new Draft(state, version, inFlight);
  }

  /** The text as this tab shows it. */
  get text(): Text {
    return this.state.doc;
  }

  /** The edits that the server has not confirmed, oldest first, each on the one before. */
  get unconfirmed(): readonly ChangeSet[] {
    return sendableUpdates(this.state).map((u) => u.changes);
  }

  /** The edits in flight. */
  get sent(): readonly ChangeSet[] {
    return this.inFlight ? this.unconfirmed.slice(0, this.inFlight.count) : [];
  }

  /** How many edits were never sent. */
  get unsent(): number {
    return sendableUpdates(this.state).length - (this.inFlight?.count ?? 0);
  }

  get isSettled(): boolean {
    return sendableUpdates(this.state).length === 0;
  }

  edit(changes: ChangeSet): Draft {
    return new Draft(this.state.update({ changes }).state, this.version, this.inFlight);
  }

  /** Puts the unsent edits in flight, as many as one operation holds. Nothing may be in flight. */
  send(counter: number): Draft {
    return new Draft(this.state, this.version, {
      counter,
      count: Math.min(sendableUpdates(this.state).length, MAX_EDITS),
    });
  }

  /** Takes back what is in flight, to be sent again under another counter. */
  unsend(): Draft {
    return new Draft(this.state, this.version, undefined);
  }

  /**
   * Receives the change sets of others, one at a time as the server rebases: mapping over a
   * composition is not mapping over its parts.
   */
  receive(updates: readonly ChangeSet[]): { draft: Draft; changes: ChangeSet } {
    let state = this.state;
    let all = ChangeSet.empty(state.doc.length);
    for (const changes of updates) {
      const tr = receiveUpdates(state, [{ changes, clientID: PEER }]);
      state = tr.state;
      all = all.compose(tr.changes);
    }
    return { draft: new Draft(state, this.version + updates.length, this.inFlight), changes: all };
  }

  /** The server took over what was in flight. The local text stays as it is. */
  confirm(): Draft {
    const own = this.sent.map((changes): Update => ({ changes, clientID: SELF }));
    return new Draft(receiveUpdates(this.state, own).state, this.version + own.length, undefined);
  }

  /**
   * Moves the draft to a confirmed text whose history since the draft's version is unknown, by the
   * difference between the two. With `accepted`, that text holds what was in flight.
   */
  rebase(
    base: Text,
    confirmed: Text,
    version: number,
    accepted: boolean,
  ): { draft: Draft; changes: ChangeSet } {
    const dropped = accepted ? this.sent.length : 0;
    let present = base;
    for (const changes of this.unconfirmed.slice(0, dropped)) present = changes.apply(present);
    const rest = this.unconfirmed.slice(dropped);
    const start = Draft.of(present, version - 1, rest, accepted ? undefined : this.inFlight);
    return start.receive([diff(present, confirmed)]);
  }
}
