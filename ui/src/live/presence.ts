// Who else is in an open notebook, where they are, and telling them where this tab is.
import { beforeChanges, type PeerSelection, Peers, type Stretch } from "~/engine/presence.ts";
import type { Session } from "~/engine/session.ts";
import type { SessionHooks } from "~/engine/session-types.ts";
import type { CellID, Peer, People } from "~/protocol/wire.ts";

/** Others are told at most this often, in ms. */
const PACE_MS = 50;
/** After typing the caret is told once the burst is over; until then it goes along with the edits. */
const BURST_MS = 400;

/** Somebody with all their tabs. */
export interface Person {
  readonly author: string;
  /** Which of the eight colours is theirs. */
  readonly colour: number;
  readonly tabs: readonly Peer[];
}

const NOBODY: readonly Person[] = [];

/** The people of one open notebook. */
export class Presence {
  private readonly peers = new Peers();
  private readonly listeners = new Set<() => void>();
  private mine: Person | undefined;
  private other: readonly Person[] = NOBODY;
  private cells: ReadonlyMap<CellID, readonly Person[]> = new Map();
  private focused: CellID | undefined;
  private viewed: CellID | undefined;
  private caret: { cell: CellID; read: () => Stretch } | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private due = 0;

  constructor(private readonly session: Session) {}

  /** Oneself; undefined until the server said who that is. */
  get me(): Person | undefined {
    return this.mine;
  }

  /** The other people; the same value until somebody comes, goes or moves. */
  get others(): readonly Person[] {
    return this.other;
  }

  /** No other tab is in the notebook, not even one's own. */
  get alone(): boolean {
    return this.peers.all.length < 2;
  }

  /** The other people who are in a cell; the same value until that changes. */
  inCell(cell: CellID): readonly Person[] {
    return this.cells.get(cell) ?? NOBODY;
  }

  /** The colour of somebody who is here. */
  colourOf(author: string): number | undefined {
    return [this.mine, ...this.other].find((p) => p?.author === author)?.colour;
  }

  /** The selections of other tabs in a cell, in the text that is shown here. */
  selections(cell: CellID): PeerSelection[] {
    return this.peers.selections(cell, this.session.standing(cell).unconfirmed);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  // What the server says.

  readonly receive = (message: People): void => {
    this.peers.receive(message, (cell) => this.session.standing(cell).version);
    this.group();
    if (message.all || message.peers.length > 0) this.tell(message.all ? 0 : undefined);
    this.changed();
  };

  readonly edited: NonNullable<SessionHooks["edited"]> = (cell, changes, by, version) => {
    if (this.peers.advance(cell, changes, by, version)) this.changed();
  };

  private group(): void {
    const { all, you } = this.peers;
    const self = this.peers.get(you)?.author;
    const known = new Map([...this.other, ...(this.mine ? [this.mine] : [])].map((p) => [p.author, p]));
    const people = new Map<string, Peer[]>();
    for (const peer of all) people.set(peer.author, [...(people.get(peer.author) ?? []), peer]);
    const persons = [...people].map(([author, tabs]): Person => {
      const before = known.get(author);
      const same = before?.tabs.length === tabs.length && tabs.every((t, i) => t === before.tabs[i]);
      return same && before ? before : { author, colour: tabs[0]?.colour ?? 0, tabs };
    });
    this.mine = persons.find((p) => p.author === self);
    const others = persons.filter((p) => p.author !== self);
    this.other = sameItems(others, this.other) ? this.other : others;
    this.cells = this.byCell();
  }

  private byCell(): ReadonlyMap<CellID, readonly Person[]> {
    const cells = new Map<CellID, readonly Person[]>();
    for (const person of this.other) {
      const here = new Set(person.tabs.flatMap((t) => (t.cell ? [t.cell] : [])));
      for (const cell of here) cells.set(cell, [...(cells.get(cell) ?? []), person]);
    }
    for (const [cell, list] of cells) {
      const before = this.cells.get(cell);
      if (before && sameItems(before, list)) cells.set(cell, before);
    }
    return cells;
  }

  private changed(): void {
    for (const listener of [...this.listeners]) listener();
  }

  // Where this tab is.

  /** The cell with the focus, undefined for none. */
  focus(cell: CellID | undefined): void {
    if (this.focused === cell) return;
    this.focused = cell;
    this.tell();
  }

  /** The first cell on the screen. */
  view(cell: CellID | undefined): void {
    if (this.viewed === cell) return;
    this.viewed = cell;
    this.tell();
  }

  /** The selection in a cell's editor changed; `read` gives the present one when others are told. */
  select(cell: CellID, read: () => Stretch, typing: boolean): void {
    this.caret = { cell, read };
    this.tell(typing ? BURST_MS : PACE_MS);
  }

  /** The tab came to be looked at, or no longer is. */
  readonly seen = (): void => this.tell();

  /** Tells the others soon. While typing goes on, later. */
  private tell(within = PACE_MS): void {
    if (this.alone) return;
    const due = performance.now() + within;
    if (this.timer !== undefined && within < BURST_MS && this.due <= due) return;
    clearTimeout(this.timer);
    this.due = due;
    this.timer = setTimeout(this.send, within);
  }

  private readonly send = (): void => {
    this.timer = undefined;
    const [cell, viewing] = [this.focused, this.viewed];
    const selection = this.ownSelection();
    this.session.present({
      ...(cell === undefined ? {} : { cell }),
      ...(selection ? { selection } : {}),
      ...(viewing === undefined ? {} : { viewing }),
      ...(document.visibilityState === "hidden" ? { hidden: true } : {}),
    });
  };

  private ownSelection() {
    if (!this.caret || this.caret.cell !== this.focused) return undefined;
    const { version, unconfirmed } = this.session.standing(this.caret.cell);
    if (version === undefined) return undefined;
    return { version, ...beforeChanges(this.caret.read(), unconfirmed) };
  }

  close(): void {
    clearTimeout(this.timer);
    this.listeners.clear();
  }
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
