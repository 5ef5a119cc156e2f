import { javascript } from "@codemirror/lang-javascript";
import { codeFolding, foldAll, foldedRanges, foldKeymap } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { afterEach, expect, test } from "vitest";
import { editorCommands } from "~/commands/editor.ts";
import { pressUsual } from "./usual-keys.ts";

const editors: EditorView[] = [];

afterEach(() => {
  for (const view of editors.splice(0)) view.destroy();
});

/** What CodeMirror makes of a keystroke of ours, in its way of writing: "Mod-ArrowUp", "Shift-Mod-z". */
function pressed(keys: string, bound: readonly string[]): string[] {
  const ran: string[] = [];
  const bindings = bound.map((key) => ({ key, run: () => ran.push(key) > 0 }));
  const view = new EditorView({
    state: EditorState.create({ extensions: Prec.highest(keymap.of(bindings)) }),
  });
  editors.push(view);
  pressUsual(view, keys);
  return ran;
}

test.each<[keyof typeof editorCommands, string[]]>([
  ["editor.fold", ["one"]],
  ["editor.unfold", ["two"]],
  ["editor.fold-all", ["one", "two"]],
  ["editor.unfold-all", []],
])("an editor folds and unfolds by the usual key of %s", (name, want) => {
  const doc = "one {\n  1;\n}\ntwo {\n  2;\n}\n";
  const extensions = [javascript(), codeFolding(), keymap.of(foldKeymap)];
  const view = new EditorView({ state: EditorState.create({ doc, extensions }) });
  editors.push(view);
  if (name.includes("unfold")) foldAll(view);
  pressUsual(view, editorCommands[name].keys[0] ?? "");
  const folded: string[] = [];
  for (const at = foldedRanges(view.state).iter(); at.value; at.next())
    folded.push(doc.slice(at.from - 5, at.from - 2));
  expect(folded).toEqual(want);
});

test("an editor knows the usual key of each command, also those with Shift", () => {
  const all = Object.values(editorCommands).flatMap(({ keys }) => keys);
  expect(all.map((keys) => pressed(keys, all))).toEqual(all.map((keys) => [keys]));
});
