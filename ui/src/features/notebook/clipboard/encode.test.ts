import { describe, expect, test } from "vitest";
import type { DecodedCell } from "~/protocol/wire.ts";
import { encodeCells } from "./encode.ts";

const code = (filename: string, text: string): DecodedCell => ({ kind: "code", filename, text });
const prose = (text: string): DecodedCell => ({ kind: "markdown", text });

describe("encodeCells", () => {
  test.each<[string, DecodedCell[], string]>([
    ["code with its file name", [code("a.ts", "1")], "###### a.ts\n\n```typescript\n1\n```\n"],
    ["the language of a file", [code("a.jsx", "1")], "###### a.jsx\n\n```jsx\n1\n```\n"],
    [
      "a fence that the code does not close",
      [code("a.js", "````")],
      "###### a.js\n\n`````javascript\n````\n`````\n",
    ],
    ["prose as it stands", [prose("## Hello\n\nthere")], "## Hello\n\nthere\n"],
    ["two texts as two cells", [prose("one"), prose("two")], "one\n\n<!-- srcbook:cell -->\n\ntwo\n"],
    [
      "prose that would read as a cell",
      [prose("###### a.ts")],
      "<!-- srcbook:markdown -->\n###### a.ts\n<!-- /srcbook:markdown -->\n",
    ],
    ["no cells without text", [prose(" \n"), prose("x")], "x\n"],
  ])("writes %s", (_name, cells, want) => expect(encodeCells(cells)).toBe(want));

  test("encloses a text with a tag that its end marker has not", () => {
    const text = "<!-- /srcbook:markdown -->";
    expect(encodeCells([prose(text)])).toBe(
      `<!-- srcbook:markdown 2 -->\n${text}\n<!-- /srcbook:markdown 2 -->\n`,
    );
  });
});
