import { describe, expect, it } from "vitest";
import { partsOf } from "./places.ts";

describe("places in output", () => {
  it.each([
    ["nothing at src/ here", [{ text: "nothing at src/ here" }]],
    [
      "    at f (src/b.ts:5:8)",
      [{ text: "    at f (" }, { text: "src/b.ts:5:8", file: "b.ts", line: 5 }, { text: ")" }],
    ],
    [
      "file:///home/x/w-1/src/a-b.mjs:12",
      [{ text: "file:///home/x/w-1/src/a-b.mjs:12", file: "a-b.mjs", line: 12 }],
    ],
    [
      "at /d/src/a.ts:1:2 and src/b.tsx:3",
      [
        { text: "at " },
        { text: "/d/src/a.ts:1:2", file: "a.ts", line: 1 },
        { text: " and " },
        { text: "src/b.tsx:3", file: "b.tsx", line: 3 },
      ],
    ],
    ["src/lib/deep.ts:3:1", [{ text: "src/lib/deep.ts:3:1" }]],
    ["mysrc/a.ts:3:1 src/a.css:1", [{ text: "mysrc/a.ts:3:1 src/a.css:1" }]],
  ])("%s", (text, parts) => {
    expect(partsOf(text)).toEqual(parts);
  });
});
