// Renaming a symbol in all cells.
import type { EditorView } from "@codemirror/view";
import type { Range, WorkspaceEdit } from "vscode-languageserver-types";
import { applyEdit } from "./edits.ts";
import { askFile, at, type CodeFile, moved, readyFile, sayFault } from "./file.ts";
import { closePopup, openPopup } from "./popup.ts";
import { type Span, spanOf } from "./positions.ts";

type Prepared = Range | { range: Range; placeholder: string } | { defaultBehavior: boolean } | null;

/** Asks for the new name of what the caret is on, in place. */
export async function startRename(view: EditorView): Promise<void> {
  const file = readyFile(view);
  if (!file) return;
  const { head } = view.state.selection.main;
  const told = await askFile<Prepared>(file, "textDocument/prepareRename", at(view.state.doc, head));
  if (!told.ok) {
    sayFault(file, told);
    return;
  }
  const range = told.result && ("range" in told.result ? told.result.range : told.result);
  if (!range || !("start" in range)) {
    file.desk.host?.say("This cannot be renamed");
    return;
  }
  const about = spanOf(told.text, range);
  const { doc } = view.state;
  const span = { from: moved(told.text, doc, about.from), to: moved(told.text, doc, about.to, 1) };
  openField(view, file, span);
}

function openField(view: EditorView, file: CodeFile, span: Span): void {
  const { doc } = view.state;
  const name = doc.sliceString(span.from, span.to);
  const dom = document.createElement("form");
  dom.className = "cm-rename";
  const field = document.createElement("input");
  field.value = name;
  field.spellcheck = false;
  field.autocomplete = "off";
  field.ariaLabel = `New name of ${name}`;
  field.size = Math.max(12, name.length + 4);
  const hint = document.createElement("span");
  hint.textContent = "Enter to rename, Escape to leave";
  dom.append(field, hint);
  field.addEventListener("input", () => {
    field.size = Math.max(12, field.value.length + 4);
  });
  dom.addEventListener("submit", (event) => {
    event.preventDefault();
    const wanted = field.value.trim();
    closePopup(view);
    view.focus();
    if (wanted !== "" && wanted !== name)
      void rename(view, file, moved(doc, view.state.doc, span.from), wanted);
  });
  openPopup(view, span.from, dom, () => {
    field.focus();
    field.select();
  });
}

const ATTEMPTS = 3;

/** Renames what stands at a place, again when somebody changed a cell meanwhile. */
async function rename(view: EditorView, file: CodeFile, pos: number, newName: string): Promise<void> {
  const { doc } = view.state;
  const place = at(doc, pos);
  let refusal: string | undefined;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const told = await askFile<WorkspaceEdit | null>(file, "textDocument/rename", (text, document) => ({
      ...place(text, document),
      newName,
    }));
    if (!told.ok) {
      sayFault(file, told);
      return;
    }
    if (!told.result) {
      file.desk.host?.say("This cannot be renamed");
      return;
    }
    refusal = applyEdit(file, told.result, told.versions);
    if (!refusal) return;
  }
  if (refusal) file.desk.host?.say(refusal, "bad");
}
