// Answers questions about change sets with CodeMirror's own code: one JSON object per line in, one
// per line out, in order. The tests of internal/core/text compare the answers byte for byte.
import { createInterface } from "node:readline";
import { collab, rebaseUpdates, receiveUpdates, sendableUpdates } from "@codemirror/collab";
import { ChangeSet, EditorState, Text } from "@codemirror/state";

const document = (s) => Text.of(s.split("\n"));

// What a server keeps of chain that rebases it over each update of the others.
function rebased(chain, over) {
  const theirs = over.map((json) => [{ changes: ChangeSet.fromJSON(json), clientID: "theirs" }]);
  const mine = chain.map((json) => ({ changes: ChangeSet.fromJSON(json), clientID: "mine" }));
  return theirs.reduce(rebaseUpdates, mine).map((update) => update.changes);
}

// What an editor keeps of chain, and its document, when it receives the others' updates one by one.
// An editor does not send updates that change nothing.
function edited(doc, chain, over) {
  let state = EditorState.create({ doc, extensions: collab({ clientID: "mine" }) });
  for (const json of chain) state = state.update({ changes: ChangeSet.fromJSON(json) }).state;
  for (const json of over) {
    state = receiveUpdates(state, [{ changes: ChangeSet.fromJSON(json), clientID: "theirs" }]).state;
  }
  return { unconfirmed: sendableUpdates(state).map((update) => update.changes), doc: state.doc.toString() };
}

// a and b start from doc, c from the result of a; chain and over are lists that start from doc.
function answer({ doc, a, b, c, chain, over, positions }) {
  const start = document(doc);
  const A = ChangeSet.fromJSON(a);
  const B = ChangeSet.fromJSON(b);
  const C = ChangeSet.fromJSON(c);
  return {
    same: A,
    length: A.length,
    newLength: A.newLength,
    empty: A.empty,
    applied: A.apply(start).toString(),
    inverse: A.invert(start),
    composed: A.compose(C),
    mapped: A.map(B),
    mappedBefore: A.map(B, true),
    positionsBefore: positions.map((p) => A.mapPos(p, -1)),
    positionsAfter: positions.map((p) => A.mapPos(p, 1)),
    rebased: rebased(chain, over),
    edited: edited(start, chain, over),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}
