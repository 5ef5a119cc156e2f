import { describe, expect, it } from "vitest";
import type { Run, Settings } from "~/protocol/wire.ts";
import { outputLimit, timeLimit } from "./raise.ts";

const settings = (change: Partial<Settings>): Settings => ({
  theme: "light",
  defaultLanguage: "typescript",
  runTimeLimit: 0,
  outputLimit: 10,
  autoInstall: true,
  codeLigatures: false,
  wrapOutput: true,
  ...change,
});

describe("outputLimit", () => {
  const MB = 2 ** 20;
  it.each([
    ["is doubled", 10, 10 * MB, "Up to 10 MB of a run are kept.", "Raise the limit to 20 MB", 20],
    ["stops at the most", 40, 40 * MB, "Up to 40 MB of a run are kept.", "Raise the limit to 50 MB", 50],
    ["was raised since", 20, 10 * MB, "Up to 20 MB of a run are kept now.", undefined, undefined],
    [
      "cannot be raised",
      50,
      50 * MB,
      "Up to 50 MB of a run are kept, which is the most that can be.",
      undefined,
      undefined,
    ],
  ])("%s", (_, limit, kept, words, label, next) => {
    const got = outputLimit(settings({ outputLimit: limit }), kept);
    expect([got.words, got.raise?.label, got.raise?.patch.outputLimit]).toEqual([words, label, next]);
  });
});

describe("timeLimit", () => {
  const run: Run = {
    id: "r",
    cell: "a",
    filename: "a.ts",
    phase: "exited",
    version: 1,
    queuedAt: "2026-03-01T12:00:00Z",
    startAt: "2026-03-01T12:00:00Z",
    endAt: "2026-03-01T12:00:30Z",
  };
  it.each([
    ["is doubled", 30, "A run may take 30 s.", "Raise the limit to 1 min", 60],
    ["was raised since", 60, "A run may take 1 min now.", undefined, undefined],
    ["was taken away", 0, "There is no time limit now.", undefined, undefined],
  ])("%s", (_, limit, words, label, next) => {
    const got = timeLimit(settings({ runTimeLimit: limit }), run);
    expect([got.words, got.raise?.label, got.raise?.patch.runTimeLimit]).toEqual([words, label, next]);
  });
  it("stops at a day", () => {
    const long = { ...run, endAt: "2026-03-02T09:00:00Z" };
    expect(timeLimit(settings({ runTimeLimit: 75_600 }), long).raise?.label).toBe("Raise the limit to 24 h");
  });
});
