import { define } from "~/ui/commands.ts";
import { isApple } from "~/ui/keys.ts";

// Where Shift-[ types a brace, the brace is the key.
const [fold, unfold] = isApple ? ["Mod-Alt-[", "Mod-Alt-]"] : ["Mod-{", "Mod-}"];

/** What editors can do by keys. The usual keys are those of CodeMirror, by which it is told to do it. */
export const editorCommands = define(
  { group: "Editor", when: "editor" },
  {
    "editor.undo": { label: "Undo in the cell", keys: ["Mod-z"], repeats: true },
    "editor.redo": { label: "Redo in the cell", keys: ["Mod-Shift-z"], repeats: true },
    "editor.comment": { label: "Comment or uncomment lines", keys: ["Mod-/"], search: "toggle" },
    "editor.block-comment": { label: "Comment or uncomment a block", keys: ["Shift-Alt-a"] },
    "editor.next-occurrence": {
      label: "Select the next occurrence too",
      keys: ["Mod-d"],
      repeats: true,
      search: "multiple cursors",
    },
    "editor.all-occurrences": {
      label: "Select all occurrences",
      keys: ["Mod-Shift-l"],
      search: "multiple cursors",
    },
    "editor.cursor-above": {
      label: "Add a caret above",
      keys: ["Mod-Alt-ArrowUp"],
      repeats: true,
      search: "multiple cursors",
    },
    "editor.cursor-below": {
      label: "Add a caret below",
      keys: ["Mod-Alt-ArrowDown"],
      repeats: true,
      search: "multiple cursors",
    },
    "editor.move-line-up": { label: "Move lines up", keys: ["Alt-ArrowUp"], repeats: true },
    "editor.move-line-down": { label: "Move lines down", keys: ["Alt-ArrowDown"], repeats: true },
    "editor.copy-line-up": { label: "Copy lines up", keys: ["Shift-Alt-ArrowUp"], repeats: true },
    "editor.copy-line-down": { label: "Copy lines down", keys: ["Shift-Alt-ArrowDown"], repeats: true },
    "editor.delete-line": { label: "Delete lines", keys: ["Mod-Shift-k"], repeats: true },
    "editor.indent": { label: "Indent lines", keys: ["Mod-]"], repeats: true },
    "editor.outdent": { label: "Outdent lines", keys: ["Mod-["], repeats: true },
    "editor.fold": { label: "Fold the code at the caret", keys: [fold], search: "collapse hide" },
    "editor.unfold": { label: "Unfold the code at the caret", keys: [unfold], search: "expand show" },
    "editor.fold-all": { label: "Fold all code of the cell", keys: ["Ctrl-Alt-["], search: "collapse hide" },
    "editor.unfold-all": {
      label: "Unfold all code of the cell",
      keys: ["Ctrl-Alt-]"],
      search: "expand show",
    },
    "editor.bracket": { label: "Go to the matching bracket", keys: ["Mod-Shift-\\"] },
  },
);
