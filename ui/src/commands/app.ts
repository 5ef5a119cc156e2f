import { define } from "~/ui/commands.ts";

/** What every page offers. */
export const appCommands = define(
  { group: "General", when: "anywhere" },
  {
    "app.palette": { label: "Find a command or notebook", keys: ["Mod-k"] },
    "app.help": { label: "Show all shortcuts", keys: ["?"] },
    "app.sidebar": { label: "Open or close the side bar", keys: ["Mod-b"] },
    "app.sign-out": { label: "Sign out" },
    "notebook.new-typescript": { label: "New TypeScript notebook", group: "Create" },
    "notebook.new-javascript": { label: "New JavaScript notebook", group: "Create" },
    "go.library": { label: "Library", group: "Go to" },
    "go.recent": { label: "Recent notebooks", group: "Go to" },
    "go.examples": { label: "Examples", group: "Go to" },
    "go.trash": { label: "Trash", group: "Go to" },
    "go.secrets": { label: "Secrets", group: "Go to" },
    "go.settings": { label: "Settings", group: "Go to" },
    "go.name": { label: "Your name", group: "Go to", search: "change rename me person" },
    "go.run-time-limit": { label: "Time limit of runs", group: "Go to", search: "raise timeout setting" },
    "go.output-limit": { label: "Output limit of runs", group: "Go to", search: "raise log size setting" },
    "go.errors": { label: "Errors and what to do", group: "Go to", search: "help codes explain faults" },
    "go.keyboard": { label: "Keyboard", group: "Go to", search: "change keys shortcuts key bindings" },
    "app.theme-system": { label: "Theme: as the system", group: "Appearance" },
    "app.theme-light": { label: "Theme: light", group: "Appearance" },
    "app.theme-dark": { label: "Theme: dark", group: "Appearance" },
    "app.theme-contrast": { label: "Theme: high contrast", group: "Appearance" },
  },
);
