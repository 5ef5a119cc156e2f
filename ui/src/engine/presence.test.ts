import { ChangeSet, EditorSelection } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import type { Peer, People } from "~/protocol/wire.ts";
import { beforeChanges, mapStretch, Peers } from "./presence.ts";

const insert = (at: number, text: string, length: number) => ChangeSet.of({ from: at, insert: text }, length);

// The same cases as TestSelectionsGoAlong of internal/core/live: both sides have to agree.
describe("mapStretch", () => {
  const cases = [
    { name: "a caret goes along with its own client", at: [3, 3], by: 3, own: true, want: [5, 5] },
    { name: "a caret stays before others", at: [3, 3], by: 3, own: false, want: [3, 3] },
    { name: "a stretch does not grow at its start", at: [2, 4], by: 2, own: false, want: [4, 6] },
    { name: "a stretch does not grow at its end", at: [2, 4], by: 4, own: false, want: [2, 4] },
    { name: "a stretch made backwards neither", at: [4, 2], by: 4, own: true, want: [4, 2] },
    { name: "what is written before moves it", at: [4, 2], by: 0, own: false, want: [6, 4] },
  ] as const;
  for (const { name, at, by, own, want } of cases) {
    it(name, () => {
      const got = mapStretch({ anchor: at[0], head: at[1] }, insert(by, "ab", 6), own);
      expect(got).toEqual({ anchor: want[0], head: want[1] });
    });
  }
});

it("beforeChanges takes a selection back over what the server does not know", () => {
  const typed = [insert(0, "ab", 4), insert(6, "cd", 6)];
  expect(beforeChanges({ anchor: 3, head: 8 }, typed)).toEqual({ anchor: 1, head: 4 });
});

it("beforeChanges gives plain numbers for the range of an editor", () => {
  expect({ ...beforeChanges(EditorSelection.range(1, 3), []) }).toEqual({ anchor: 1, head: 3 });
});

const ada = (place: Partial<Peer> = {}): Peer => ({
  number: 2,
  client: "ada",
  author: "Ada",
  colour: 3,
  ...place,
});
const people = (peers: Peer[], rest: Partial<People> = {}): People => ({
  type: "people",
  channel: 1,
  you: 1,
  peers,
  ...rest,
});

describe("Peers", () => {
  const at = (peers: Peers, unconfirmed: ChangeSet[] = []) =>
    peers.selections("c", unconfirmed).map(({ anchor, head }) => [anchor, head]);
  const caret = (version: number, head: number) =>
    ada({ cell: "c", selection: { version, anchor: head, head } });

  it("moves a caret with the edits of its own client and of others", () => {
    const peers = new Peers();
    peers.receive(people([caret(4, 2)], { all: true }), () => 4);
    peers.advance("c", [insert(2, "xy", 6)], "ada", 5);
    expect(at(peers)).toEqual([[4, 4]]);
    peers.advance("c", [insert(4, "z", 8)], "bob", 6);
    expect(at(peers)).toEqual([[4, 4]]);
    expect(at(peers, [insert(0, "__", 9)])).toEqual([[6, 6]]);
  });

  it("keeps a selection of a version that is still on its way", () => {
    const peers = new Peers();
    peers.receive(people([caret(4, 0)], { all: true }), () => 4);
    peers.receive(people([caret(5, 7)]), () => 4);
    expect(at(peers)).toEqual([[0, 0]]);
    peers.advance("c", [insert(0, "abcdefg", 0)], "ada", 5);
    expect(at(peers)).toEqual([[7, 7]]);
  });

  it("forgets who left, and everybody before a message that names all", () => {
    const peers = new Peers();
    peers.receive(people([caret(0, 1)], { all: true }), () => 0);
    peers.receive(people([], { left: [2, 77] }), () => 0);
    expect(peers.all).toEqual([]);
    peers.receive(people([caret(0, 1)]), () => 0);
    peers.receive(people([ada({ number: 9 })], { all: true, you: 9 }), () => 0);
    expect(peers.all.map((p) => p.number)).toEqual([9]);
  });
});
