import { describe, expect, it } from "vitest";
import type { Cell, Language, RemovedCell, Run } from "~/protocol/wire.ts";
import { apply, type Entry } from "./apply.ts";
import { type CellState, cellOf, type LiveState } from "./state.ts";
import vectors from "./testdata/vectors.json";

interface Shared {
  title: string;
  language: Language;
  cells: Cell[];
  removed: RemovedCell[];
  runs: Run[];
}

interface Vector {
  name: string;
  snapshot: Shared;
  ops: Entry[];
  expected: Shared;
}

const stateOf = (s: Shared): LiveState => ({
  ...s,
  cells: s.cells.map(cellOf),
  removed: s.removed.map((r) => ({ ...r, cell: cellOf(r.cell) })),
});

const plainCell = (c: CellState) => ({ ...c, text: c.text.toString() });

const plain = (s: LiveState) => ({
  title: s.title,
  language: s.language,
  cells: s.cells.map(plainCell),
  removed: s.removed.map((r) => ({ ...r, cell: plainCell(r.cell) })),
  runs: s.runs,
});

/** The server's machine wrote these: what it made of the operations, we make of them too. */
describe("apply agrees with the server on", () => {
  for (const vector of vectors as unknown as Vector[]) {
    it(vector.name, () => {
      let state = stateOf(vector.snapshot);
      for (const entry of vector.ops) {
        const result = apply(state, entry);
        if (result.fault) throw new Error(`${entry.id} ${entry.op.type}: ${result.fault.message}`);
        state = result.state;
      }
      expect(plain(state)).toEqual(plain(stateOf(vector.expected)));
    });
  }
});
