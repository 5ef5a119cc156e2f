// Where other people are in a workspace. Selections travel in positions of confirmed text; here they go
// along with the edits as those are confirmed, as MapSelection of internal/core/live has it.
import type { ChangeDesc, ChangeSet } from "@codemirror/state";
import type { CellID, ClientID, Peer, People } from "~/protocol/wire.ts";

/** A selection in UTF-16 units. `head` is the end that moves; without extent both are equal. */
export interface Stretch {
  readonly anchor: number;
  readonly head: number;
}

/**
 * A selection after a change. A caret goes along with what its own client writes there and stays before
 * what others write; a stretch grows at neither end. Pure.
 */
export function mapStretch({ anchor, head }: Stretch, changes: ChangeDesc, own: boolean): Stretch {
  if (anchor === head) {
    const at = changes.mapPos(head, own ? 1 : -1);
    return { anchor: at, head: at };
  }
  return {
    anchor: changes.mapPos(anchor, anchor < head ? 1 : -1),
    head: changes.mapPos(head, head < anchor ? 1 : -1),
  };
}

/** A selection as it stood before changes that the server has not confirmed, oldest first. Pure. */
export function beforeChanges(selection: Stretch, unconfirmed: readonly ChangeSet[]): Stretch {
  return unconfirmed.reduceRight<Stretch>(
    ({ anchor, head }, changes) => ({
      anchor: changes.invertedDesc.mapPos(anchor),
      head: changes.invertedDesc.mapPos(head),
    }),
    { anchor: selection.anchor, head: selection.head }, // an editor's range has them on its prototype
  );
}

/** A selection of somebody else, in a text that holds only what is confirmed. */
export interface PeerSelection extends Stretch {
  readonly peer: Peer;
  /** Changes when the peer moved or wrote, and not when somebody else's edit moved the selection. */
  readonly moves: number;
}

interface Seen {
  peer: Peer;
  moves: number;
  shown?: Stretch | undefined;
  /** The latest selection is of this version, which is still on its way here. */
  ahead?: NonNullable<Peer["selection"]> | undefined;
}

/** The tabs that follow a workspace. */
export class Peers {
  /** The number of this tab, 0 until the server said it. */
  you = 0;
  private readonly seen = new Map<number, Seen>();

  get all(): Peer[] {
    return [...this.seen.values()].map((s) => s.peer);
  }

  get(number: number): Peer | undefined {
    return this.seen.get(number)?.peer;
  }

  /** Takes in what the server says. `versionOf` gives the confirmed version of a cell. */
  receive({ all, you, peers, left }: People, versionOf: (cell: CellID) => number | undefined): void {
    if (all) this.seen.clear();
    this.you = you;
    for (const number of left ?? []) this.seen.delete(number);
    for (const peer of peers) this.move(peer, peer.cell === undefined ? undefined : versionOf(peer.cell));
  }

  private move(peer: Peer, version: number | undefined): void {
    const before = this.seen.get(peer.number);
    const { cell, selection } = peer;
    const moves = (before?.moves ?? 0) + 1;
    if (!selection || version === undefined || selection.version < version)
      this.seen.set(peer.number, { peer, moves });
    else if (selection.version === version) this.seen.set(peer.number, { peer, moves, shown: selection });
    else {
      const shown = before?.peer.cell === cell ? before?.shown : undefined;
      this.seen.set(peer.number, { peer, moves, shown, ahead: selection });
    }
  }

  /** Brings the selections in a cell over changes that were confirmed and led to `version`. */
  advance(cell: CellID, changes: readonly ChangeDesc[], by: ClientID, version: number): boolean {
    let any = false;
    for (const s of this.seen.values()) {
      if (s.peer.cell !== cell) continue;
      any = true;
      const own = s.peer.client === by;
      if (own) s.moves++;
      if (s.shown) s.shown = changes.reduce((at, change) => mapStretch(at, change, own), s.shown);
      if (!s.ahead || s.ahead.version > version) continue;
      if (s.ahead.version === version) s.shown = s.ahead;
      s.ahead = undefined;
    }
    return any;
  }

  /** The selections of others in a cell, brought over this tab's own unconfirmed changes. */
  selections(cell: CellID, unconfirmed: readonly ChangeDesc[]): PeerSelection[] {
    return [...this.seen.values()].flatMap(({ peer, moves, shown }) => {
      if (peer.number === this.you || peer.cell !== cell || !shown) return [];
      const at = unconfirmed.reduce((s, change) => mapStretch(s, change, false), shown);
      return [{ peer, moves, anchor: at.anchor, head: at.head }];
    });
  }
}
