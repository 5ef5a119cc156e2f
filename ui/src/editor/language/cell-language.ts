import type { Extension } from "@codemirror/state";
import type { Language } from "~/live/language.ts";
import type { CellID } from "~/protocol/wire.ts";

/** What the language server can do for the file of a cell, as an extension of its editor. */
export function cellLanguage(_language: Language, _cell: CellID, _filename: string): Extension {
  return [];
}
