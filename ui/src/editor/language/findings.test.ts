import { EditorState, Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { describe, expect, it } from "vitest";
import { textOf } from "~/engine/state.ts";
import { codeFile } from "./file.ts";
import { findingsAt, findingsExtension, located } from "./findings.ts";
import { colours } from "./layers.ts";
import { neighbour, problemsOf } from "./problems.ts";
import { AnsweringNotebook, codeCell } from "./testing/notebook.ts";

const finding = (line: number, from: number, to: number, message: string, severity = 1) => ({
  range: { start: { line, character: from }, end: { line, character: to } },
  severity,
  message,
  code: 2304,
});

describe("located", () => {
  it("moves findings to where the text has gone", () => {
    const checked = { items: [finding(0, 4, 7, "no")], text: Text.of(["let one;"]) };
    const [moved] = located(checked, Text.of(["// new", "let one;"]));
    expect(moved).toMatchObject({ from: 11, to: 14, severity: "error" });
  });
});

describe("an editor's findings", () => {
  it.each(["", "\n", "x", "x\n"])("are shown although there is nothing to mark: %j", async (text) => {
    const notebook = new AnsweringNotebook(codeCell("a", text));
    await notebook.settle();
    const { language, desk } = notebook;
    const line = text.split("\n").length - 1;
    const items = [finding(line, 0, 0, "'}' expected.")];
    language.receive({ type: "diagnostics", channel: 1, cell: "a", version: 0, items });
    const file = codeFile.of({ language, desk, cell: "a" });
    const state = EditorState.create({ doc: textOf(text), extensions: [file, findingsExtension] });
    const whole = { from: 0, to: text.length };
    expect(findingsAt(state, whole).map((f) => f.diagnostic.message)).toEqual(["'}' expected."]);
  });
});

describe("the message at the end of a line", () => {
  it("is its first line, and says all of it where the pointer rests", async () => {
    const notebook = new AnsweringNotebook(codeCell("a", "x"));
    await notebook.settle();
    const { language, desk } = notebook;
    const message = "Type 'A' is not assignable to type 'B'.\n  Property 'x' is missing.";
    language.receive({
      type: "diagnostics",
      channel: 1,
      cell: "a",
      version: 0,
      items: [finding(0, 0, 1, message)],
    });
    const extensions = [codeFile.of({ language, desk, cell: "a" }), findingsExtension];
    const view = new EditorView({ state: EditorState.create({ doc: "x", extensions }) });
    const lens = view.dom.querySelector<HTMLElement>(".cm-lens");
    expect(lens?.textContent).toBe("Type 'A' is not assignable to type 'B'.");
    expect(lens?.title).toBe(message);
    view.destroy();
  });
});

describe("the problems of a notebook", () => {
  async function withProblems() {
    const notebook = new AnsweringNotebook(codeCell("a", "x;\ny;"), codeCell("b", "z;"));
    await notebook.settle();
    const say = (cell: string, items: ReturnType<typeof finding>[]) =>
      notebook.language.receive({ type: "diagnostics", channel: 1, cell, version: 0, items });
    say("b", [finding(0, 0, 1, "z?")]);
    say("a", [finding(1, 0, 1, "y?", 2), finding(0, 0, 1, "x?"), finding(0, 1, 2, "hint", 4)]);
    return notebook.language;
  }

  it("stand in reading order, without hints", async () => {
    const found = problemsOf(await withProblems());
    expect(found.map((c) => [c.name, ...c.problems.map((p) => p.diagnostic.message)])).toEqual([
      ["a.ts", "x?", "y?"],
      ["b.ts", "z?"],
    ]);
  });

  it("are counted by cell", async () => {
    const language = await withProblems();
    expect(language.count("a")).toEqual({ errors: 1, warnings: 1 });
  });

  it("are gone through over the end of the notebook", async () => {
    const language = await withProblems();
    const from = (cell: string | undefined, offset: number, step: 1 | -1) =>
      neighbour(language, { cell, offset }, step)?.diagnostic.message;
    expect(from(undefined, 0, 1)).toBe("x?");
    expect(from("a", 0, 1)).toBe("y?");
    expect(from("a", 3, 1)).toBe("z?");
    expect(from("b", 0, 1)).toBe("x?");
    expect(from("a", 0, -1)).toBe("z?");
  });
});

describe("colours", () => {
  it("reads tokens by their distances", () => {
    const text = Text.of(["class A {}", "const f = new A();"]);
    const found: [number, number, string][] = [];
    const set = colours({ data: [0, 6, 1, 1, 1, 1, 6, 1, 13, 1, 0, 8, 1, 1, 16] }, text);
    set.between(0, text.length, (from, to, mark) => {
      found.push([from, to, mark.spec.class]);
    });
    expect(found).toEqual([
      [6, 7, "tok-type"],
      [17, 18, "tok-function"],
      [25, 26, "tok-type cm-finding-deprecated"],
    ]);
  });
});
