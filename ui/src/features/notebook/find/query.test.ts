import { describe, expect, it } from "vitest";
import { textOf } from "~/engine/state.ts";
import { finderOf, type Query } from "./query.ts";

const plain: Query = { text: "", regex: false, matchCase: false, wholeWord: false };

function finder(query: Partial<Query>) {
  const made = finderOf({ ...plain, ...query });
  if ("wrong" in made) throw new Error(made.wrong);
  return made;
}

describe("find", () => {
  const cases: [string, Partial<Query>, string, [number, number][]][] = [
    [
      "any case",
      { text: "ab" },
      "ab AB xab",
      [
        [0, 2],
        [3, 5],
        [7, 9],
      ],
    ],
    [
      "the same case",
      { text: "ab", matchCase: true },
      "ab AB xab",
      [
        [0, 2],
        [7, 9],
      ],
    ],
    [
      "whole words",
      { text: "ab", wholeWord: true },
      "ab AB xab ab_ $ab äab",
      [
        [0, 2],
        [3, 5],
      ],
    ],
    ["signs as they stand", { text: "a.b(" }, "a.b( axb(", [[0, 4]]],
    ["a word that begins with a sign", { text: ".b", wholeWord: true }, "a.b .bc", [[1, 3]]],
    [
      "a regular expression",
      { text: "a\\d+", regex: true },
      "a1 a22 a",
      [
        [0, 2],
        [3, 6],
      ],
    ],
    ["the ends of lines", { text: "^b$", regex: true }, "a\nb\nbb", [[2, 3]]],
    ["across lines", { text: "a\\nb", regex: true }, "a\nb", [[0, 3]]],
    ["nothing empty", { text: "x*", regex: true }, "axxa", [[1, 3]]],
  ];
  it.each(cases)("%s", (_, query, text, want) => {
    expect(finder(query).find(textOf(text))).toEqual(want.map(([from, to]) => ({ from, to })));
  });

  it("says what is wrong with a regular expression", () => {
    expect(finderOf({ ...plain, text: "a(", regex: true })).toEqual({ wrong: "Unterminated group" });
  });
});

describe("replace", () => {
  const cases: [string, Partial<Query>, string, string, string][] = [
    ["takes plain text as it stands", { text: "a" }, "a", "$1\\n", "$1\\n"],
    ["fills in groups", { text: "(a)(b)?", regex: true }, "a", "<$1$2$&$$>", "<aa$>"],
    ["fills in named groups", { text: "(?<x>a)", regex: true }, "a", "$<x>$<y>", "a"],
    ["leaves groups that there are none of", { text: "a", regex: true }, "a", "$1", "$1"],
    ["knows line breaks", { text: "a", regex: true }, "a", "x\\ny\\\\n", "x\ny\\n"],
    ["sees what is around the match", { text: "(?<=x)a", regex: true }, "xa", "b", "b"],
  ];
  it.each(cases)("%s", (_, query, text, replacement, want) => {
    const doc = textOf(text);
    const find = finder(query);
    const [range] = find.find(doc);
    expect(range && find.replace(doc, range, replacement)).toBe(want);
  });
});
