import { describe, expect, it } from "vitest";
import type { HistoryDifferences, HistoryItem } from "~/protocol/wire.ts";
import { missedWords } from "./missed.ts";

const differences = (authors: string[], changed: string[]): HistoryDifferences => ({
  from: 5,
  to: 9,
  title: "T",
  oldTitle: "T",
  authors,
  cells: ["a", "b", "c"].map((id) => ({
    id,
    kind: "code",
    label: `${id}.ts`,
    change: changed.includes(id) ? "edited" : "same",
  })),
});

const item = (seq: number, authors: string[], cells: string[]): HistoryItem => ({
  kind: "work",
  from: seq - 1,
  seq,
  startedAt: "2026-03-01T12:00:00Z",
  at: "2026-03-01T12:00:00Z",
  authors,
  edits: 1,
  cells,
});

describe("what was missed", () => {
  it.each([
    ["what one did oneself is not news", ["me"], ["a"], [], undefined],
    ["what one did under an earlier name is not either", ["before", "me"], ["a"], [], undefined],
    ["what others did is", ["Ada"], ["a", "b"], [], "Ada changed 2 cells since you were here"],
    [
      "somebody who is not known any more did it",
      [],
      ["a"],
      [],
      "Somebody changed 1 cell since you were here",
    ],
    ["nothing that differs is not said", ["Ada"], [], [], undefined],
    [
      "one's own cells are not counted among those of others",
      ["me", "Ada"],
      ["a", "b"],
      [item(9, ["Ada"], ["b"]), item(8, ["me"], ["a"]), item(4, ["Ada"], ["a"])],
      "Ada changed 1 cell since you were here",
    ],
    [
      "a cell that both changed counts",
      ["me", "Ada"],
      ["a"],
      [item(9, ["me"], ["a"]), item(8, ["Ada", "me"], ["a"])],
      "Ada changed 1 cell since you were here",
    ],
    [
      "nothing is said when only one's own cells differ in the end",
      ["me", "Ada"],
      ["a"],
      [item(9, ["me"], ["a"]), item(8, ["Ada"], ["b"])],
      undefined,
    ],
  ] as const)("%s", (_, authors, changed, timeline, want) => {
    expect(missedWords(differences([...authors], [...changed]), ["me", "before"], [...timeline])).toBe(want);
  });
});
