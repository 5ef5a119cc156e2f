import { describe, expect, it } from "vitest";
import type { Run } from "~/protocol/wire.ts";
import { duration, runTime } from "./run-state.ts";

const at = (s: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, s)).toISOString();
const run = (part: Partial<Run>): Run => ({
  id: "r",
  cell: "c",
  filename: "c.ts",
  phase: "running",
  version: 0,
  queuedAt: at(0),
  startAt: at(0),
  ...part,
});

describe("duration", () => {
  const cases: [number, string][] = [
    [0, "0 ms"],
    [12.4, "12 ms"],
    [999.4, "999 ms"],
    [3_450, "3.4 s"],
    [59_900, "59 s"],
    [125_000, "2 min 5 s"],
    [3_660_000, "1 h 1 min"],
  ];
  for (const [ms, want] of cases) it(want, () => expect(duration(ms)).toBe(want));
});

describe("runTime", () => {
  const now = Date.parse(at(3)) + 400;
  const cases: [Partial<Run>, string][] = [
    [{ phase: "queued" }, "waiting"],
    [{}, "running 3 s"],
    [{ phase: "exited", endAt: at(2), exit: { reason: "finished", code: 0 } }, "2.0 s"],
    [{ phase: "exited", endAt: at(2), exit: { reason: "failed", code: 1 } }, "failed after 2.0 s"],
    [{ phase: "exited", endAt: at(2), exit: { reason: "skipped", code: -1 } }, "skipped"],
    [{ phase: "exited", endAt: at(2), exit: { reason: "server_restarted", code: -1 } }, "ended by a restart"],
  ];
  for (const [part, want] of cases) it(want, () => expect(runTime(run(part), now)).toBe(want));

  it("says that a run waits for packages", () => {
    expect(runTime(run({ phase: "starting" }), now, true)).toBe("waiting for packages");
    expect(runTime(run({ phase: "running" }), now, true)).toBe("running 3 s");
  });
});
