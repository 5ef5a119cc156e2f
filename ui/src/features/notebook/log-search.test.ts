import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OutputLog } from "~/engine/output-log.ts";
import { LogSearch } from "./log-search.ts";

/** Searches everything that is there. */
function found(search: LogSearch): readonly number[] {
  expect(search.advance(Number.POSITIVE_INFINITY)).toBe(true);
  return search.lines;
}

function print(log: OutputLog, text: string): void {
  log.append(log.chunks, [{ s: "out", t: text }]);
}

describe("LogSearch", () => {
  it("finds a term case aside, and through escape sequences", () => {
    const log = new OutputLog();
    print(log, "a Needle\nhay\nnee\x1b[31mdle\x1b[0m\n");
    expect(found(new LogSearch(log, "neeDLE"))).toEqual([0, 2]);
  });

  it("finds what arrives after it began", () => {
    const log = new OutputLog();
    print(log, "hay\n");
    const search = new LogSearch(log, "needle");
    expect(found(search)).toEqual([]);
    print(log, "hay\na needle\n");
    expect(found(search)).toEqual([2]);
  });

  it("looks again at a line that grew", () => {
    const log = new OutputLog();
    print(log, "needle 1\na nee");
    const search = new LogSearch(log, "needle");
    expect(found(search)).toEqual([0]);
    print(log, "dle");
    expect(found(search)).toEqual([0, 1]);
    print(log, "\rover");
    expect(found(search)).toEqual([0]);
  });

  it("begins anew when the log did", () => {
    const log = new OutputLog();
    print(log, "needle\nhay\n");
    const search = new LogSearch(log, "needle");
    expect(found(search)).toEqual([0]);
    log.reset(0);
    print(log, "hay\nhay\nneedle\n");
    expect(found(search)).toEqual([2]);
  });

  it("begins anew when the log dropped its beginning", () => {
    const log = new OutputLog(2 ** 20);
    print(log, "needle\n");
    const search = new LogSearch(log, "needle");
    expect(found(search)).toEqual([0]);
    for (let i = 0; i < 2; i++) print(log, `${"x".repeat(1_023)}\n`.repeat(1_024));
    print(log, "needle\n");
    expect(log.dropped).toBeGreaterThan(0);
    expect(found(search)).toEqual([log.lines - 1]);
  });

  it("goes on where it stopped", () => {
    const log = new OutputLog();
    print(log, `${"x".repeat(99)}\n`.repeat(5_000));
    print(log, "needle\n");
    const search = new LogSearch(log, "needle");
    let slices = 1;
    while (!search.advance(0)) slices++;
    expect(slices).toBeGreaterThan(10);
    expect(search.lines).toEqual([5_000]);
  });

  it("keeps the array of its lines while nothing changes", () => {
    const log = new OutputLog();
    print(log, "needle\n");
    const search = new LogSearch(log, "needle");
    const before = found(search);
    print(log, "hay\n");
    expect(found(search)).toBe(before);
  });

  it("finds the same however the output arrives", () => {
    const step = fc.constantFrom("a", "b", "\n", "ab\n", "\r", "reset");
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const log = new OutputLog();
        const search = new LogSearch(log, "ab");
        for (const s of steps) {
          if (s === "reset") log.reset(log.chunks);
          else print(log, s);
          expect(found(search)).toEqual(found(new LogSearch(log, "ab")));
        }
      }),
    );
  });
});
