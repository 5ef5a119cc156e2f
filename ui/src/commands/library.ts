import { define } from "~/ui/commands.ts";

/** What the pages of the library offer. */
export const libraryCommands = define(
  { group: "Library", when: "library" },
  {
    "library.search": { label: "Search the library", keys: ["/"] },
    "library.new": { label: "New notebook", group: "Create", keys: ["c"] },
    "library.import": {
      label: "Import notebooks",
      group: "Create",
      keys: ["i"],
      search: "upload file url paste",
    },
    "library.arrangement": { label: "Show as rows or as grid", keys: ["g"] },
  },
);

/** What is done with the notebook of a list that has the keyboard. */
export const rowCommands = define(
  { group: "Notebook in a list", when: "row" },
  {
    "row.open": { label: "Open the notebook", keys: ["Enter"] },
    "row.rename": { label: "Rename the notebook", keys: ["F2"] },
    "row.duplicate": { label: "Duplicate the notebook", keys: ["d"], search: "copy" },
    "row.export": { label: "Export the notebook of the list", keys: ["e"], search: "download save" },
    "row.trash": { label: "Move the notebook to the trash", keys: ["Delete"], search: "delete remove" },
    "row.restore": { label: "Restore the notebook from the trash" },
    "row.delete": { label: "Delete the notebook for good" },
    "row.up": { label: "Go to the notebook above", keys: ["ArrowUp"], repeats: true },
    "row.down": { label: "Go to the notebook below", keys: ["ArrowDown"], repeats: true },
    "row.left": { label: "Go to the notebook on the left", keys: ["ArrowLeft"], repeats: true },
    "row.right": { label: "Go to the notebook on the right", keys: ["ArrowRight"], repeats: true },
    "row.first": { label: "Go to the first notebook", keys: ["Home"] },
    "row.last": { label: "Go to the last notebook", keys: ["End"] },
  },
);
