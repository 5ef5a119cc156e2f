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
