import { describe, expect, it } from "vitest";
import type { CellDifference, HistoryItem } from "~/protocol/wire.ts";
import { dayOf, happened, people, stretches, timeSpan } from "./words.ts";

const item = (over: Partial<HistoryItem>): HistoryItem => ({
  kind: "work",
  from: 0,
  seq: 1,
  startedAt: "2026-03-01T12:00:00",
  at: "2026-03-01T12:00:00",
  authors: ["Ada"],
  edits: 1,
  cells: ["a"],
  ...over,
});

describe("people", () => {
  it.each([
    [[], ""],
    [["Ada"], "Ada"],
    [["Ada", "Ben"], "Ada and Ben"],
    [["Ada", "Ben", "Cleo"], "Ada, Ben and Cleo"],
    [["Ada", "Ben", "Cleo", "Dan"], "Ada, Ben and 2 others"],
  ])("says %j as %s", (authors, want) => expect(people(authors)).toBe(want));
});

describe("happened", () => {
  it.each([
    [item({}), "1 edit in 1 cell"],
    [item({ edits: 3214, cells: ["a", "b"] }), "3,214 edits in 2 cells"],
    [item({ edits: 2, cells: [] }), "2 edits"],
    [item({ edits: 0, cells: [] }), ""],
    [item({ kind: "restore" }), "Restored an earlier version"],
    [item({ kind: "created", edits: 0 }), "The notebook began"],
  ])("tells of a row", (row, want) => expect(happened(row)).toBe(want));
});

describe("timeSpan", () => {
  it("is one time or two", () => {
    expect(timeSpan(item({}), "en-GB")).toBe("12:00");
    expect(timeSpan(item({ at: "2026-03-01T12:11:00" }), "en-GB")).toBe("12:00 – 12:11");
  });
});

describe("dayOf", () => {
  const now = new Date("2026-03-01T00:30:00");
  it.each([
    ["2026-03-01T00:10:00", "Today"],
    ["2026-02-28T23:59:00", "Yesterday"],
    ["2026-02-20T12:00:00", "Friday 20 February"],
    ["2025-12-31T12:00:00", "Wednesday, 31 December 2025"],
  ])("calls %s %s", (at, want) => expect(dayOf(new Date(at), now, "en-GB")).toBe(want));
});

describe("stretches", () => {
  const cell = (id: string, change: CellDifference["change"]): CellDifference => ({
    id,
    change,
    kind: "code",
    label: id,
  });
  it("draws unchanged cells together", () => {
    const told = stretches([
      cell("a", "same"),
      cell("b", "same"),
      cell("c", "edited"),
      cell("d", "added"),
      cell("e", "same"),
    ]).map((s) => (s.changed ? s.cell.id : s.cells.map((c) => c.id)));
    expect(told).toEqual([["a", "b"], "c", "d", ["e"]]);
  });
});
