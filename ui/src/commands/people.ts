import { define } from "~/ui/commands.ts";

/** What concerns the people in a notebook. */
export const peopleCommands = define(
  { group: "People", when: "notebook" },
  {
    "people.follow": { label: "Follow the next person", search: "scroll along presence" },
    "people.stop": { label: "Stop following" },
    "people.name": { label: "Change your name here", search: "rename me" },
  },
);
