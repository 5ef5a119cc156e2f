import { describe, expect, it } from "vitest";
import { differing, filesOf, outcome } from "./words.ts";

describe("filesOf", () => {
  it.each([
    [["src/a.ts"], "a.ts"],
    [["src/a.ts", "/home/notes.src.md"], "a.ts and notes.src.md"],
    [["a", "b", "c"], "3 files"],
  ])("calls %j %s", (files, want) => expect(filesOf(files)).toBe(want));
});

it("counts what differs", () => {
  expect([differing(1), differing(2)]).toEqual(["1 file differs", "2 files differ"]);
});

describe("outcome", () => {
  const [whole, aside] = [
    { before: 1, after: 2 },
    { before: 1, after: 1, aside: "src/a.ts.12345678.bak" },
  ];
  it.each([
    [
      "file" as const,
      ["src/a.ts"],
      [whole],
      "Took a.ts from the disk. The notebook’s version is in the history.",
    ],
    [
      "notebook" as const,
      ["src/a.ts"],
      [whole],
      "Kept the notebook’s a.ts. The file’s version is in the history.",
    ],
    [
      "notebook" as const,
      ["src/a.ts"],
      [aside],
      "Kept the notebook’s a.ts. What the disk had is kept as a.ts.12345678.bak.",
    ],
    [
      "notebook" as const,
      ["src/a.ts", "src/b.ts"],
      [aside, whole],
      "Kept the notebook’s a.ts and b.ts. The files’ versions are in the history. What the disk had is kept as a.ts.12345678.bak.",
    ],
  ])("tells of %s %j", (keep, files, done, want) => expect(outcome(keep, files, done)).toBe(want));
});
