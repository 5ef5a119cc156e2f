import type { CommandDefinition } from "~/ui/commands.ts";
import { appCommands } from "./app.ts";
import { codeCommands } from "./code.ts";
import { editorCommands } from "./editor.ts";
import { findCommands } from "./find.ts";
import { libraryCommands, rowCommands } from "./library.ts";
import { cellCommands, clipboardCommands, commandMode, notebookCommands } from "./notebook.ts";
import { peopleCommands } from "./people.ts";
import { statusCommands } from "./status.ts";

/** Every command of the application, also those of pages that are not open. */
export const catalogue: readonly CommandDefinition[] = [
  appCommands,
  libraryCommands,
  rowCommands,
  notebookCommands,
  cellCommands,
  commandMode,
  clipboardCommands,
  codeCommands,
  editorCommands,
  findCommands,
  peopleCommands,
  statusCommands,
].flatMap((group) => Object.values<CommandDefinition>(group));
