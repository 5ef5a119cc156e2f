import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diff } from "./diff.ts";
import { textOf } from "./state.ts";

const line = fc.constantFrom("", "a", "b", "ab", "👍", "👎x");
const text = fc.array(line, { maxLength: 14 }).map((lines) => textOf(lines.join("\n")));

describe("diff", () => {
  it("makes the second text from the first", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(diff(a, b).apply(a).toString()).toBe(b.toString());
      }),
      { numRuns: 3000 },
    );
  });

  it("splits no surrogate pair", () => {
    const change = diff(textOf("👍"), textOf("👎"));
    expect(change.toJSON()).toEqual([[2, "👎"]]);
  });

  it("keeps the lines between two changed ones", () => {
    const change = diff(textOf("one\ntwo\nthree\nfour"), textOf("ONE\ntwo\nthree\nfour!"));
    expect(change.toJSON()).toEqual([[3, "ONE"], 15, [0, "!"]]);
  });
});
