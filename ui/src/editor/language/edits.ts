// Edits that the language server proposes, as changes of the cells.
import type { ChangeSet } from "@codemirror/state";
import type { TextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import { cellByID } from "~/engine/state.ts";
import type { CellID } from "~/protocol/wire.ts";
import type { Desk } from "./desk.ts";
import type { CodeFile, Versions } from "./file.ts";
import { changesOf } from "./positions.ts";
import { cellAt, pathOf } from "./uri.ts";

/** Why edits were not made, in words; undefined when they were. */
export type Refusal = string | undefined;

/** The edits of each file. Files are not created, renamed or deleted: those edits count as refused. */
function byFile({ changes, documentChanges }: WorkspaceEdit): [string, readonly TextEdit[]][] | undefined {
  if (!documentChanges) return Object.entries(changes ?? {});
  const files: [string, readonly TextEdit[]][] = [];
  for (const change of documentChanges) {
    if (!("edits" in change)) return undefined;
    files.push([change.textDocument.uri, change.edits.filter((e): e is TextEdit => "newText" in e)]);
  }
  return files;
}

/**
 * Makes the edits of an answer, in one step to take back. All of them, or none: when a cell has moved
 * on since the answer, or a file is no cell, nothing is changed.
 */
export function applyEdit({ desk }: CodeFile, edit: WorkspaceEdit, versions: Versions): Refusal {
  const files = byFile(edit);
  if (!files) return "Files cannot be created or removed by this.";
  const { state } = desk.language.session.view;
  const changes = new Map<CellID, ChangeSet>();
  for (const [uri, edits] of files) {
    const cell = cellAt(state, uri);
    if (!cell) return `${pathOf(uri)} is not part of the notebook, so it cannot be changed from here.`;
    const answered = versions[cell.id];
    if (answered !== undefined && answered !== cell.version) return MOVED_ON;
    changes.set(cell.id, changesOf(cell.text, edits));
  }
  makeChanges(desk, changes);
  return undefined;
}

const MOVED_ON = "The notebook changed meanwhile. Try again.";

/**
 * Changes cells in one step: in the editor's own history where there is only one, whose caret is brought into
 * view if `scroll` says so.
 */
export function makeChanges(
  desk: Desk,
  changes: ReadonlyMap<CellID, ChangeSet>,
  { scroll } = { scroll: true },
): void {
  const [only, ...others] = changes;
  if (!only) return;
  const view = desk.view(only[0]);
  if (others.length === 0 && view) {
    if (!only[1].empty)
      view.dispatch({ changes: only[1], userEvent: "input.language", scrollIntoView: scroll });
    return;
  }
  const edits = [...changes].flatMap(([cell, change]) => {
    const base = cellByID(desk.language.session.view.state, cell)?.text;
    return base && !change.empty ? [{ cell, base, changes: change }] : [];
  });
  if (edits.length > 0) desk.history.rewrite(edits);
}
