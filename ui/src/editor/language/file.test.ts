import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { applyEdit } from "./edits.ts";
import { askFile, at } from "./file.ts";
import { AnsweringNotebook, codeCell } from "./testing/notebook.ts";

const insert = (length: number, from: number, text: string) =>
  ChangeSet.of({ from, insert: Text.of([text]) }, length);

const range = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});

async function opened() {
  const notebook = new AnsweringNotebook(codeCell("a", "one"), codeCell("b", "one two"));
  await notebook.settle();
  return { notebook, file: { language: notebook.language, desk: notebook.desk, cell: "a" } };
}

describe("askFile", () => {
  it("asks for the place as it is when the question is sent", async () => {
    const { notebook, file } = await opened();
    const doc = notebook.text("a") ?? Text.empty;
    notebook.session.edit("a", insert(3, 0, "12"));
    void askFile(file, "textDocument/hover", at(doc, 2));
    const [ask] = await notebook.settle();
    expect(ask?.params).toEqual({
      textDocument: { uri: "srcbook:///src/a.ts" },
      position: { line: 0, character: 4 },
    });
  });

  it("asks again when the answer is for another version", async () => {
    const { notebook, file } = await opened();
    const told = askFile(file, "textDocument/hover", at(Text.of(["one"]), 0));
    const [first] = await notebook.settle();
    if (first) notebook.answer(first, "old", { a: 7 });
    const [second] = await notebook.settle();
    if (second) notebook.answer(second, "new", { a: 0 });
    expect(await told).toMatchObject({ ok: true, result: "new" });
  });

  it("takes a question back when its cell is gone", async () => {
    const { notebook, file } = await opened();
    void notebook.session.submit({ type: "cell.delete", cell: "a" });
    await notebook.settle();
    expect(await askFile(file, "textDocument/hover", at(Text.of(["one"]), 0))).toEqual({ ok: false });
  });
});

describe("applyEdit", () => {
  const rename = {
    changes: {
      "srcbook:///src/a.ts": [{ range: range(0, 0, 3), newText: "eins" }],
      "srcbook:///src/b.ts": [{ range: range(0, 0, 3), newText: "eins" }],
    },
  };

  it("changes several cells", async () => {
    const { notebook, file } = await opened();
    expect(applyEdit(file, rename, { a: 0, b: 0 })).toBeUndefined();
    expect([notebook.text("a"), notebook.text("b")].map(String)).toEqual(["eins", "eins two"]);
  });

  it.each([
    ["a cell that moved on", rename, { a: 0, b: 3 }, /changed meanwhile/],
    [
      "a file that is no cell",
      { changes: { ...rename.changes, "srcbook:///node_modules/x/i.d.ts": [] } },
      { a: 0, b: 0 },
      /node_modules\/x\/i\.d\.ts is not part of the notebook/,
    ],
    [
      "a new file",
      { documentChanges: [{ kind: "create" as const, uri: "srcbook:///src/c.ts" }] },
      {},
      /cannot be created/,
    ],
  ])("changes nothing for %s", async (_, edit, versions, refusal) => {
    const { notebook, file } = await opened();
    expect(applyEdit(file, edit, versions)).toMatch(refusal);
    expect([notebook.text("a"), notebook.text("b")].map(String)).toEqual(["one", "one two"]);
  });
});
