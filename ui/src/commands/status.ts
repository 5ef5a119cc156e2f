import { define } from "~/ui/commands.ts";

/** The details behind the items of the status bar. */
export const statusCommands = define(
  { group: "Status", when: "anywhere" },
  {
    "status.tools": { label: "How the package tools stand", search: "status npm toolchain" },
    "status.node": { label: "Which Node.js runs the cells", search: "status version" },
    "status.isolation": { label: "How cells are isolated", search: "status sandbox security" },
    "status.connection": {
      label: "How the connection stands",
      search: "status online offline server version",
    },
    "status.saved": { label: "Whether everything is saved", when: "notebook", search: "status edits" },
    "status.language": {
      label: "How the language service stands",
      when: "notebook",
      search: "status typescript version",
    },
  },
);
