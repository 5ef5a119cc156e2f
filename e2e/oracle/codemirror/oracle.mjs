// Answers questions about change sets with CodeMirror's own code: one JSON object per line in, one
// per line out, in order. The tests of internal/core/text compare the answers byte for byte.
import { createInterface } from "node:readline";
import { rebaseUpdates } from "@codemirror/collab";
import { ChangeSet, Text } from "@codemirror/state";

const document = (s) => Text.of(s.split("\n"));

// a and b start from doc, c from the result of a; chain and over are lists that start from doc.
function answer({ doc, a, b, c, chain, over, positions }) {
  const start = document(doc);
  const A = ChangeSet.fromJSON(a);
  const B = ChangeSet.fromJSON(b);
  const C = ChangeSet.fromJSON(c);
  const updates = (list, clientID) => list.map((json) => ({ changes: ChangeSet.fromJSON(json), clientID }));
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
    rebased: rebaseUpdates(updates(chain, "mine"), updates(over, "theirs")).map((u) => u.changes),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}
