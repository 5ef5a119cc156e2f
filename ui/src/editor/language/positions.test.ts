import { Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { changesOf, offsetAt, positionAt, rangeOf, spanOf } from "./positions.ts";

const text = Text.of(["let a = 1;", "// 👋 שלום", "", "end"]);

describe("positions", () => {
  it.each([
    ["start", { line: 0, character: 0 }, 0],
    ["within a line", { line: 0, character: 4 }, 4],
    ["after an emoji, in UTF-16 units", { line: 1, character: 5 }, 16],
    ["in right-to-left text", { line: 1, character: 8 }, 19],
    ["an empty line", { line: 2, character: 0 }, 22],
    ["the end", { line: 3, character: 3 }, 26],
  ])("are offsets: %s", (_, position, offset) => {
    expect(offsetAt(text, position)).toBe(offset);
    expect(positionAt(text, offset)).toEqual(position);
  });

  it.each([
    ["beyond a line", { line: 0, character: 99 }, 10],
    ["beyond the text", { line: 9, character: 0 }, 26],
    ["before the text", { line: -1, character: 3 }, 0],
  ])("outside of the text mean its nearest end: %s", (_, position, offset) => {
    expect(offsetAt(text, position)).toBe(offset);
  });

  it("make ranges and spans of each other", () => {
    const span = { from: 4, to: 16 };
    expect(spanOf(text, rangeOf(text, span))).toEqual(span);
  });
});

describe("changesOf", () => {
  it("makes edits of several places, with line breaks of any kind", () => {
    const edits = [
      { range: rangeOf(text, { from: 4, to: 5 }), newText: "b" },
      { range: rangeOf(text, { from: 0, to: 0 }), newText: "// first\r\n" },
      { range: rangeOf(text, { from: 23, to: 26 }), newText: "" },
    ];
    expect(changesOf(text, edits).apply(text).toString()).toBe("// first\nlet b = 1;\n// 👋 שלום\n\n");
  });

  it("keeps the order of insertions at one place", () => {
    const at = rangeOf(text, { from: 0, to: 0 });
    const edits = ["one ", "two "].map((newText) => ({ range: at, newText }));
    expect(changesOf(text, edits).apply(text).line(1).text).toBe("one two let a = 1;");
  });
});
