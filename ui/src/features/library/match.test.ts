import { describe, expect, test } from "vitest";
import { snippetParts } from "~/ui/Snippet.tsx";
import { fromFile, fromText, importSummary, isNotebookText } from "./imports.ts";
import { matchesWords } from "./match.ts";
import { neighbour } from "./VirtualList.tsx";

describe("matchesWords", () => {
  const row = { title: "Unique ids, measured", summary: "Sixteen random bytes" };
  test.each([
    ["", true],
    ["UNIQUE", true],
    ["bytes ids", true],
    ["bytes bits", false],
  ])("%j: %s", (words, want) => expect(matchesWords(row, words)).toBe(want));
});

describe("snippetParts", () => {
  const part = (at: number, text: string, marked: boolean) => ({ at, text, marked });
  test.each<[string, [number, number][], ReturnType<typeof part>[]]>([
    ["plain", [], [part(0, "plain", false)]],
    ["a token b", [[2, 7]], [part(0, "a ", false), part(2, "token", true), part(7, " b", false)]],
    ["token", [[0, 5]], [part(0, "token", true)]],
    [
      "abab",
      [
        [0, 1],
        [2, 3],
      ],
      [part(0, "a", true), part(1, "b", false), part(2, "a", true), part(3, "b", false)],
    ],
    ["", [], []],
  ])("%j at %j", (snippet, marks, want) => expect(snippetParts(snippet, marks)).toEqual(want));
});

describe("neighbour", () => {
  test.each<[Parameters<typeof neighbour>[0], number, number, number, number]>([
    ["down", 0, 1, 3, 1],
    ["down", 2, 1, 3, 2],
    ["up", 0, 1, 3, -1],
    ["up", 2, 3, 9, -1],
    ["up", 4, 3, 9, 1],
    ["down", 7, 3, 9, 8],
    ["right", 1, 3, 9, 2],
    ["first", 5, 1, 9, 0],
    ["last", 5, 1, 9, 8],
    ["down", -1, 3, 9, 0],
  ])("%s from %d of %d columns, %d items: %s", (key, from, columns, count, want) =>
    expect(neighbour(key, from, columns, count)).toBe(want),
  );
});

describe("what text is", () => {
  test.each([
    ['\n<!-- srcbook:{"language":"typescript"} -->\n# T', true, "pasted.src.md"],
    ['{"cells": [], "nbformat": 4}', true, "pasted.ipynb"],
    ['{"cells": 1}', false, "pasted.md"],
    ["# A title", false, "pasted.md"],
  ])("%j", async (text, surely, filename) => {
    expect(isNotebookText(text)).toBe(surely);
    expect(await fromText(text).read()).toEqual({ filename, text });
  });
});

test("a file of another kind is not sent", async () => {
  const { read } = fromFile(new File(["x"], "cat.png"));
  await expect(read()).rejects.toThrow("It is neither Markdown nor a Jupyter notebook.");
});

test("the summary of an import counts each outcome", () => {
  const fault = { code: "SB-2005", kind: "invalid" as const, message: "no" };
  const item = (id: number, state: Parameters<typeof importSummary>[0][number]["state"]) => ({
    id,
    name: "x",
    state,
  });
  expect(importSummary([])).toBe("");
  expect(importSummary([item(1, { phase: "failed", fault }), item(2, { phase: "importing" })])).toBe(
    "1 being imported, 1 failed",
  );
});
