import { describe, expect, it } from "vitest";
import type { Output, OutputChunk } from "~/protocol/wire.ts";
import { Outputs } from "./outputs.ts";

const piece = (from: number, to: number, chunks: OutputChunk[], reset = false): Output => ({
  type: "output",
  channel: 1,
  run: "r",
  from,
  to,
  chunks,
  ...(reset ? { reset } : {}),
});

const out = (t: string): OutputChunk => ({ s: "out", t });

describe("Outputs", () => {
  it("keeps what came before a cut, and goes on after it", () => {
    const outputs = new Outputs();
    outputs.receive(piece(0, 2, [out("a\n"), out("b\n")]));
    outputs.receive(piece(2, 50, [{ s: "cut", t: "left out\n" }]));
    outputs.receive(piece(50, 51, [out("z\n")]));
    expect(outputs.log("r").text()).toBe("a\nb\nleft out\nz\n");
    expect(outputs.counts()).toEqual({ r: 51 });
  });

  it("knows how much there is beyond the beginning", () => {
    const outputs = new Outputs();
    const beginning: Output = { ...piece(0, 1, [out("a\nb\n")]), all: { lines: 3_214, bytes: 40_000 } };
    outputs.receive(beginning);
    expect([outputs.lines("r"), outputs.complete("r")]).toEqual([3_214, false]);
    outputs.receive(piece(1, 2, [out("c\n")]));
    expect([outputs.lines("r"), outputs.complete("r")]).toEqual([3, true]);
  });

  it("knows whether a part was left out, before and after the note is here", () => {
    const outputs = new Outputs();
    outputs.receive({ ...piece(0, 1, [out("a\n")]), all: { lines: 9, bytes: 40_000, cut: true } });
    expect([outputs.cut("r"), outputs.kept("r")]).toEqual([true, 40_000]);
    outputs.receive(piece(1, 50, [{ s: "cut", t: "left out\n" }]));
    expect([outputs.cut("r"), outputs.kept("r")]).toEqual([true, 11]);
    outputs.receive(piece(0, 1, [out("a\n")], true));
    expect(outputs.cut("r")).toBe(false);
  });

  it("starts anew with a reset", () => {
    const outputs = new Outputs();
    outputs.receive(piece(0, 2, [out("a\n"), out("b\n")]));
    outputs.receive(piece(80, 81, [{ s: "cut", t: "left out\n" }], true));
    outputs.receive(piece(81, 82, [out("z\n")]));
    expect(outputs.log("r").text()).toBe("left out\nz\n");
  });
});
