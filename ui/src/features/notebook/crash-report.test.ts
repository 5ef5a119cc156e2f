import { describe, expect, it } from "vitest";
import { OutputLog } from "~/engine/output-log.ts";
import { crashReportStart } from "./crash-report.ts";

function logOf(...parts: ["out" | "err", string][]): OutputLog {
  const log = new OutputLog();
  log.append(
    0,
    parts.map(([s, t]) => ({ s, t })),
  );
  return log;
}

const report = `/w/src/fail.ts:2
  throw new Error("x");
        ^

Error: x
    at boom (/w/src/fail.ts:2:9)

Node.js v20.20.2
`;

describe("crashReportStart", () => {
  it("finds Node's report at the end of the output", () => {
    expect(crashReportStart(logOf(["out", "before\n"], ["err", `warning\n${report}`]))).toBe(2);
  });
  it("leaves output that only mentions one", () => {
    expect(crashReportStart(logOf(["err", report], ["out", "after\n"]))).toBe(9);
  });
  it("leaves output without one", () => {
    expect(crashReportStart(logOf(["out", "a\nb\n"]))).toBe(2);
    expect(crashReportStart(logOf())).toBe(0);
  });
});
