import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_LINE, OutputLog } from "./output-log.ts";

const all = (log: OutputLog) => Array.from({ length: log.lines }, (_, i) => log.line(i));

describe("OutputLog", () => {
  it("joins chunks into lines", () => {
    const log = new OutputLog();
    log.append(0, [
      { s: "out", t: "one\ntw" },
      { s: "out", t: "o\nthree" },
    ]);
    expect(all(log).map((l) => l.text)).toEqual(["one", "two", "three"]);
  });

  it("keeps the order of the two streams, a line of each at a time", () => {
    const log = new OutputLog();
    log.append(0, [
      { s: "out", t: "a" },
      { s: "err", t: "b\n" },
      { s: "out", t: "c\n" },
    ]);
    expect(all(log)).toEqual([
      { stream: "out", text: "a" },
      { stream: "err", text: "b" },
      { stream: "out", text: "c" },
    ]);
  });

  it("skips chunks that it has already", () => {
    const log = new OutputLog();
    log.append(0, [
      { s: "out", t: "a\n" },
      { s: "out", t: "b\n" },
    ]);
    log.append(1, [
      { s: "out", t: "b\n" },
      { s: "out", t: "c\n" },
    ]);
    expect(all(log).map((l) => l.text)).toEqual(["a", "b", "c"]);
    expect(log.chunks).toBe(3);
  });

  it("shows an endless line as several", () => {
    const log = new OutputLog();
    log.append(0, [
      { s: "out", t: "x".repeat(MAX_LINE + 5) },
      { s: "out", t: "y\nz" },
    ]);
    expect(all(log).map((l) => l.text.length)).toEqual([MAX_LINE, 6, 1]);
  });

  it("keeps at most so much", () => {
    const log = new OutputLog(10 * 2 ** 20);
    for (let i = 0; i < 12; i++) log.append(i, [{ s: "out", t: `${"x".repeat(99)}\n`.repeat(10_486) }]);
    expect(log.size).toBeLessThanOrEqual(10 * 2 ** 20);
    expect(log.size + log.dropped).toBe(12 * 1_048_600);
    expect(log.line(log.lines - 1).text).toBe("x".repeat(99));
  });

  it("finds the lines of any text however it is cut into chunks", () => {
    const chunk = fc.constantFrom("a", "\n", "bc\n", "\n\nd", "é");
    fc.assert(
      fc.property(fc.array(chunk), (parts) => {
        const log = new OutputLog();
        for (const [i, t] of parts.entries()) log.append(i, [{ s: "out", t }]);
        const text = parts.join("");
        expect(log.text()).toBe(text);
        expect(all(log).map((l) => l.text)).toEqual(text === "" ? [] : text.replace(/\n$/, "").split("\n"));
      }),
    );
  });
});
