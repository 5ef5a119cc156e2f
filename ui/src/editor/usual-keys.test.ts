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

test("an editor knows the usual key of each command, also those with Shift", () => {
  const all = Object.values(editorCommands).flatMap(({ keys }) => keys);
  expect(all.map((keys) => pressed(keys, all))).toEqual(all.map((keys) => [keys]));
});
