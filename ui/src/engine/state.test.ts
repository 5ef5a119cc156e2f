import { describe, expect, it } from "vitest";
import { type CellState, changedCells, sameCells, textOf } from "./state.ts";

const cell = (id: string, text = ""): CellState => ({ id, kind: "code", text: textOf(text), version: 0 });
const a = cell("a");
const b = cell("b");
const c = cell("c");
const edited = cell("b", "x");

describe("lists of cells", () => {
  const cases = [
    { name: "the same list", before: [a, b], now: [a, b], changed: [], same: true },
    { name: "an edited cell", before: [a, b, c], now: [a, edited, c], changed: ["b"], same: true },
    { name: "a new cell", before: [a, c], now: [a, b, c], changed: ["b"], same: false },
    { name: "a new cell at the end", before: [a, b], now: [a, b, c], changed: ["c"], same: false },
    { name: "a deleted cell", before: [a, b, c], now: [a, c], changed: [], same: false },
    { name: "a moved cell", before: [a, b, c], now: [b, c, a], changed: [], same: false },
    {
      name: "a moved and an edited cell",
      before: [a, b, c],
      now: [c, a, edited],
      changed: ["b"],
      same: false,
    },
    { name: "the first cells", before: [], now: [a, b], changed: ["a", "b"], same: false },
  ];
  it.each(cases)("$name", ({ before, now, changed, same }) => {
    expect(changedCells(before, now).map((x) => x.id)).toEqual(changed);
    expect(sameCells(before, now)).toBe(same);
  });
});
