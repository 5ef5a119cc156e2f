import { define } from "~/ui/commands.ts";

/** What the language service can do, at the caret or for the notebook. */
export const codeCommands = define(
  { group: "Code", when: "notebook" },
  {
    "code.definition": { label: "Go to the definition", keys: ["F12"] },
    "code.type": { label: "Go to the type's definition" },
    "code.implementation": { label: "Go to implementations", keys: ["Mod-F12"] },
    "code.references": { label: "Find all references", keys: ["Shift-F12"] },
    "code.rename": { label: "Rename the symbol", keys: ["F2"] },
    "code.fix": { label: "Show quick fixes", keys: ["Mod-."] },
    "code.organise": { label: "Organise imports", keys: ["Shift-Alt-o"], search: "sort organize" },
    "code.format": { label: "Format the cell", keys: ["Shift-Alt-f"], search: "prettier layout" },
    "code.hover": { label: "Show the type at the caret", keys: ["Shift-F1"], search: "hover docs" },
    "code.signature": {
      label: "Show the parameters",
      keys: ["Mod-Shift- "],
      search: "signature help",
    },
    "code.complete": {
      label: "Suggest completions",
      when: "editor",
      keys: ["Ctrl- "],
      search: "autocomplete",
    },
    "code.next-problem": { label: "Go to the next problem", keys: ["F8"] },
    "code.previous-problem": { label: "Go to the previous problem", keys: ["Shift-F8"] },
    "code.problems": { label: "Show problems", keys: ["Mod-Shift-m"] },
    "code.inlay-hints": { label: "Show or hide inlay hints" },
    "code.error-lens": { label: "Show or hide problems at the end of lines" },
    "code.vim": { label: "Turn the keys of Vim on or off", search: "vi mode editor" },
    "code.restart": { label: "Restart the language service", search: "typescript server" },
  },
);
