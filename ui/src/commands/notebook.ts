import { define } from "~/ui/commands.ts";

/** What is done with the selected cells. */
export const cellCommands = define(
  { group: "Cell", when: "frame" },
  {
    "cell.run": { label: "Run the selected cells", when: "notebook", keys: ["Mod-Enter"] },
    "cell.run-advance": {
      label: "Run the selected cells and go on",
      when: "notebook",
      keys: ["Shift-Enter"],
    },
    "cell.run-from": { label: "Run from the selected cell", when: "notebook" },
    "cell.stop": {
      label: "Stop the selected cells",
      when: "notebook",
      keys: ["Shift-Alt-s"],
      search: "interrupt kill end",
    },
    "cell.restart": {
      label: "Restart the selected cells",
      when: "notebook",
      keys: ["Shift-Alt-r"],
      search: "run again",
    },
    "cell.clear": { label: "Clear the output of the selected cells", when: "notebook" },
    "cell.move-up": { label: "Move the selected cells up", keys: ["Alt-ArrowUp"] },
    "cell.move-down": { label: "Move the selected cells down", keys: ["Alt-ArrowDown"] },
    "cell.duplicate": { label: "Duplicate the selected cells", keys: ["Shift-Alt-ArrowDown"] },
    "cell.terminal": { label: "Run in a terminal, or not any more", when: "notebook" },
    "cell.copy-text": { label: "Copy the code or the text of the cell", when: "notebook" },
    "cell.collapse": {
      label: "Collapse or expand the code, or what is below the heading",
      keys: ["c"],
      search: "fold hide show section",
    },
    "cell.collapse-output": {
      label: "Collapse or expand the output",
      keys: ["o"],
      search: "fold hide show",
    },
    "cell.delete": { label: "Delete the selected cells", keys: ["Mod-Backspace"] },
  },
);

/** What single keys do while the keyboard is on the frame of a cell. */
export const commandMode = define(
  { group: "Command mode", when: "frame" },
  {
    "cell.insert-above": { label: "Insert code above", keys: ["a"] },
    "cell.insert-below": { label: "Insert code below", keys: ["b"] },
    "cell.insert-text": { label: "Insert text below", keys: ["m"] },
    "cell.edit": { label: "Edit the cell", keys: ["Enter"] },
    "cell.up": { label: "Select the cell above", keys: ["ArrowUp", "k"], repeats: true },
    "cell.down": { label: "Select the cell below", keys: ["ArrowDown", "j"], repeats: true },
    "cell.extend-up": {
      label: "Select the cell above too",
      keys: ["Shift-ArrowUp", "Shift-k"],
      repeats: true,
    },
    "cell.extend-down": {
      label: "Select the cell below too",
      keys: ["Shift-ArrowDown", "Shift-j"],
      repeats: true,
    },
    "cell.select-all": { label: "Select all cells", keys: ["Mod-a"] },
    "cell.select-one": { label: "Select one cell only", keys: ["Escape"] },
    "cell.delete-twice": { label: "Delete the selected cells (press twice)", keys: ["d"] },
  },
);

/** What the browser tells of by events of its own, while the keyboard is on the frame of a cell. */
export const clipboardCommands = define(
  { group: "Command mode", when: "frame" },
  {
    "cell.copy": { label: "Copy the selected cells", keys: ["Mod-c"], native: true },
    "cell.cut": { label: "Cut the selected cells", keys: ["Mod-x"], native: true },
    "cell.paste": { label: "Paste cells below", keys: ["Mod-v"], native: true },
  },
);

/** What concerns the notebook as a whole. */
export const notebookCommands = define(
  { group: "Notebook", when: "notebook" },
  {
    "notebook.run-all": { label: "Run all cells", keys: ["Mod-Shift-Enter"] },
    "notebook.stop-all": { label: "Stop all cells" },
    "notebook.add-code": { label: "Add code at the end" },
    "notebook.add-text": { label: "Add text at the end" },
    "notebook.clear-all": { label: "Clear all outputs" },
    "notebook.collapse-code": { label: "Collapse all code", search: "fold hide" },
    "notebook.expand-all": { label: "Expand all", search: "unfold show collapsed" },
    "notebook.undo": { label: "Undo the last change of cells", when: "frame", keys: ["Mod-z"] },
    "notebook.redo": { label: "Make the undone change again", when: "frame", keys: ["Mod-Shift-z"] },
    "notebook.panel": { label: "Open or close the panel", keys: ["Mod-Alt-b"] },
    "notebook.panel-packages": { label: "Show packages", keys: ["Mod-i"] },
    "notebook.panel-secrets": { label: "Show secrets" },
    "notebook.panel-outline": { label: "Show the outline" },
    "notebook.panel-history": { label: "Show the history" },
    "notebook.panel-settings": { label: "Show the notebook's settings" },
    "notebook.name-version": { label: "Name this version", keys: ["Mod-s"] },
    "notebook.compare-files": {
      label: "Compare files that differ on disk",
      search: "conflict merge folder changed outside",
    },
    "notebook.bin": { label: "Deleted cells", search: "bin trash restore" },
    "notebook.find": { label: "Find in the notebook", keys: ["Mod-f"], search: "search text" },
    "notebook.replace": {
      label: "Find and replace in the notebook",
      keys: ["Mod-h", "Mod-Alt-f"],
      search: "search text",
    },
    "notebook.export": {
      label: "Export the notebook",
      search: "download save markdown jupyter ipynb html web page zip",
    },
  },
);
