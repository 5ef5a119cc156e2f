import { describe, expect, it } from "vitest";
import { textOf } from "~/engine/state.ts";
import { CellHeights, type Part, partsOf, spanBetween } from "./cell-window.ts";

describe("the span between two heights", () => {
  const heights = [100, 50, 200, 100];
  const cases: [string, number, number, [number, number]][] = [
    ["all of them", 0, 1000, [0, 4]],
    ["the first", 0, 100, [0, 1]],
    ["those that are cut", 120, 160, [1, 3]],
    ["not one that ends where it begins", 150, 200, [2, 3]],
    ["none above the list", -500, -100, [0, 0]],
    ["none below it", 500, 900, [4, 4]],
  ];
  it.each(cases)("%s", (_, top, bottom, [from, to]) => {
    expect(spanBetween(heights, top, bottom)).toEqual({ from, to });
  });
});

describe("the parts of the list", () => {
  const heights = [10, 20, 30, 40, 50];
  const cell = (index: number): Part => ({ kind: "cell", index });
  const gap = (index: number, height: number): Part => ({ kind: "gap", index, height });
  const cases: [string, [number, number], number, Part[]][] = [
    ["the whole", [0, 5], -1, [cell(0), cell(1), cell(2), cell(3), cell(4)]],
    ["gaps at both ends", [1, 3], -1, [gap(0, 10), cell(1), cell(2), gap(3, 90)]],
    ["a pinned cell below", [0, 1], 3, [cell(0), gap(1, 50), cell(3), gap(4, 50)]],
    ["a pinned cell above", [4, 5], 0, [cell(0), gap(1, 90), cell(4)]],
    ["a pinned cell of the span", [1, 2], 1, [gap(0, 10), cell(1), gap(2, 120)]],
    ["nothing in view", [5, 5], -1, [gap(0, 150)]],
  ];
  it.each(cases)("%s", (_, [from, to], pinned, want) => {
    expect(partsOf(heights, { from, to }, pinned)).toEqual(want);
  });
});

it("takes the measured height for the estimated one, and says by how much they differ", () => {
  const heights = new CellHeights();
  const cell = { id: "a", kind: "code", text: textOf("1\n2"), version: 0 } as const;
  const estimate = heights.of(cell);
  expect(heights.note(cell, estimate + 7)).toBe(7);
  expect(heights.note(cell, estimate + 7)).toBe(0);
  expect(heights.ofAll([cell])).toEqual([estimate + 7]);
});
