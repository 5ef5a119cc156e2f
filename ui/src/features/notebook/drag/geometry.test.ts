import { describe, expect, test } from "vitest";
import { landingAt, scrollSpeed } from "./geometry.ts";

const boxes = [
  { cell: "a", top: 0, bottom: 100 },
  { cell: "b", top: 100, bottom: 140 },
  { cell: "c", top: 400, bottom: 500 },
];

test.each([
  [-50, "before a at 0"],
  [49, "before a at 0"],
  [51, "before b at 100"],
  [119, "before b at 100"],
  [121, "before c at 400"],
  [449, "before c at 400"],
  [451, "after c at 500"],
  [9_000, "after c at 500"],
])("at %d a cell lands %s", (y, want) => {
  const landing = landingAt(boxes, y);
  expect(`${landing?.side} ${landing?.cell} at ${landing?.y}`).toBe(want);
});

test("nothing lands where there is no cell", () => expect(landingAt([], 5)).toBeUndefined());

describe("the view scrolls", () => {
  test.each([
    ["not in its middle", 500, 0],
    ["not just inside of the edge", 64, 0],
    ["up at its top", 0, -1_400],
    ["no faster above it", -300, -1_400],
    ["slowly at first", 936 + 32, 350],
    ["down at its bottom", 1_000, 1_400],
  ])("%s", (_name, y, want) => expect(scrollSpeed(y, 0, 1_000)).toBe(want));

  test("also when it is low", () => expect(scrollSpeed(40, 0, 80)).toBe(0));
});
