import type { CommandDefinition } from "~/ui/commands.ts";
import { appCommands } from "./app.ts";
import { codeCommands } from "./code.ts";
import { editorCommands } from "./editor.ts";
import { libraryCommands } from "./library.ts";
import { cellCommands, clipboardCommands, commandMode, notebookCommands } from "./notebook.ts";

/** Every command of the application, also those of pages that are not open. */
export const catalogue: readonly CommandDefinition[] = [
  appCommands,
  libraryCommands,
  notebookCommands,
  cellCommands,
  commandMode,
  clipboardCommands,
  codeCommands,
  editorCommands,
].flatMap((group) => Object.values<CommandDefinition>(group));
