// Formatting a file.
import type { TextEdit } from "vscode-languageserver-types";
import { diff } from "~/engine/diff.ts";
import { cellByID } from "~/engine/state.ts";
import { makeChanges } from "./edits.ts";
import { askFile, type CodeFile, sayFault } from "./file.ts";
import { changesOf } from "./positions.ts";

/** Lays the file out as Prettier does, in one step to take back. */
export async function format(file: CodeFile): Promise<void> {
  const told = await askFile<TextEdit[] | null>(file, "srcbook/format", (_, textDocument) => ({
    textDocument,
  }));
  if (!told.ok) {
    sayFault(file, told);
    return;
  }
  if (!told.result || told.result.length === 0) return;
  const present = cellByID(file.language.session.view.state, file.cell)?.text;
  if (!present) return;
  // Only what differs, so that the caret and the marks stay at their places.
  const small = diff(told.text, changesOf(told.text, told.result).apply(told.text));
  const changes = told.text.eq(present) ? small : small.map(diff(told.text, present));
  makeChanges(file.desk, new Map([[file.cell, changes]]));
}
