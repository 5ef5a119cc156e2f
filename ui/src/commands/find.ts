import { define } from "~/ui/commands.ts";

/** What the find bar can do. Enter in its fields does what one is there for. */
export const findCommands = define(
  { group: "Find and replace", when: "find-bar" },
  {
    "find.next": { label: "Go to the next match", when: "notebook", keys: ["F3", "Mod-g"], repeats: true },
    "find.previous": {
      label: "Go to the previous match",
      when: "notebook",
      keys: ["Shift-F3", "Mod-Shift-g"],
      repeats: true,
    },
    "find.field-next": {
      label: "Next match, from the field",
      when: "find-field",
      keys: ["Enter"],
      repeats: true,
    },
    "find.field-previous": {
      label: "Previous match, from the field",
      when: "find-field",
      keys: ["Shift-Enter"],
      repeats: true,
    },
    "find.match-case": { label: "Match case, or not", keys: ["Alt-c"] },
    "find.whole-words": { label: "Match whole words, or not", keys: ["Alt-w"] },
    "find.regex": { label: "Find a regular expression, or not", keys: ["Alt-r"] },
    "find.replacing": { label: "Show or hide replacing" },
    "find.replace": { label: "Replace this match", when: "replace-field", keys: ["Enter"], repeats: true },
    "find.replace-all": { label: "Replace all matches", keys: ["Mod-Alt-Enter"] },
    "find.close": { label: "Close the find bar", keys: ["Escape"] },
  },
);
