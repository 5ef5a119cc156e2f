import { ChangeSet } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { type CellState, EMPTY, type LiveState, textOf } from "./state.ts";
import { type Step, UndoStack } from "./undo.ts";

const withTexts = (texts: Record<string, string>): LiveState => ({
  ...EMPTY,
  title: "Old",
  cells: Object.entries(texts).map(
    ([id, text]): CellState => ({ id, kind: "code", filename: `${id}.ts`, text: textOf(text), version: 0 }),
  ),
});

/** The texts that a step leads to. */
function outcome(state: LiveState, step: Step | undefined): Record<string, string> {
  const edits = step?.type === "texts" ? step.edits : [];
  return Object.fromEntries(
    state.cells.map((c) => {
      const edit = edits.find((e) => e.cell === c.id);
      return [c.id, (edit ? edit.changes.apply(c.text) : c.text).toString()];
    }),
  );
}

const replace = (state: LiveState, what: string, by: string): Step => ({
  type: "texts",
  edits: state.cells.map(({ id, text }) => {
    const from = text.toString().indexOf(what);
    const changes = ChangeSet.of({ from, to: from + what.length, insert: by }, text.length);
    return { cell: id, base: text, changes };
  }),
});

describe("a change of many texts", () => {
  const before = withTexts({ a: "let x = 1;", b: "use(x);" });
  const changed = { a: "let y = 1;", b: "use(y);" };

  it("is undone and made again as one step", () => {
    const stack = new UndoStack();
    stack.record(before, replace(before, "x", "y"));
    const back = stack.undo(withTexts(changed));
    expect(outcome(withTexts(changed), back)).toEqual({ a: "let x = 1;", b: "use(x);" });
    expect(stack.canUndo).toBe(false);
    expect(outcome(before, stack.redo(before))).toEqual(changed);
  });

  it("leaves what was written since, and cells that are gone", () => {
    const stack = new UndoStack();
    stack.record(before, replace(before, "x", "y"));
    const since = withTexts({ a: "// new\nlet y = 1;" });
    expect(outcome(since, stack.undo(since))).toEqual({ a: "// new\nlet x = 1;" });
  });
});

describe("a structural step", () => {
  it("is skipped when somebody else has made it meaningless, and the one before is taken back", () => {
    const before = withTexts({ a: "1", b: "2" });
    const stack = new UndoStack();
    stack.record(before, { type: "title.set", title: "New" });
    stack.record(before, { type: "cell.delete", cell: "b" });
    // Somebody else has brought b back meanwhile.
    expect(stack.undo(before)).toEqual({ type: "title.set", title: before.title });
  });

  it("is taken back without what others changed in the cell", () => {
    const before = withTexts({ a: "1" });
    const stack = new UndoStack();
    stack.record(before, {
      type: "cell.insert",
      cell: "a",
      after: "",
      kind: "code",
      text: "1",
      filename: "a.ts",
    });
    expect(stack.undo(withTexts({ a: "1 and more" }))).toEqual({ type: "cell.delete", cell: "a" });
  });
});
