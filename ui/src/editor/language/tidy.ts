// What can be done to the file of a cell without its editor.
import type { Language } from "~/live/language.ts";
import type { CellID } from "~/protocol/wire.ts";
import { organiseImports } from "./actions.ts";
import { deskOf } from "./desk.ts";
import { format } from "./format.ts";

/** Formats a cell, on screen or not. */
export function formatCell(language: Language, cell: CellID): Promise<void> {
  return format({ language, desk: deskOf(language), cell });
}

/** Sorts the imports of a cell and removes those that are not used. */
export function organiseCell(language: Language, cell: CellID): Promise<void> {
  return organiseImports({ language, desk: deskOf(language), cell });
}
