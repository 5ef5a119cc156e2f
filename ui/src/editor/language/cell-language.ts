// What the language server can do for the file of a cell, as an extension of its editor.
import { type Extension, Prec } from "@codemirror/state";
import { EditorView, keymap, ViewPlugin } from "@codemirror/view";
import type { Language } from "~/live/language.ts";
import type { CellID } from "~/protocol/wire.ts";
import { completionExtension } from "./completion.ts";
import { deskOf } from "./desk.ts";
import { codeFile } from "./file.ts";
import { findingsExtension } from "./findings.ts";
import { hoverExtension } from "./hover.ts";
import { layersExtension } from "./layers.ts";
import { modClick } from "./navigate.ts";
import { popupExtension } from "./popup.ts";
import { signatureExtension } from "./signature.ts";
import "./language.css";

const CODE = /\.[mc]?[jt]sx?$/;

/** Code gets all of it, configuration what is found wrong with it. */
export function cellLanguage(language: Language, cell: CellID, filename: string): Extension {
  const desk = deskOf(language);
  const file = codeFile.of({ language, desk, cell });
  const mounted = ViewPlugin.define((view) => {
    const destroy = desk.mount(cell, view);
    if (view.hasFocus) desk.focused(view);
    return { destroy };
  });
  const focus = EditorView.focusChangeEffect.of((_, focused) => {
    const view = desk.view(cell);
    if (focused && view) desk.focused(view);
    return null;
  });
  const helped = EditorView.editorAttributes.of({ class: "cm-code-help" });
  const shared = [
    file,
    helped,
    mounted,
    focus,
    findingsExtension,
    hoverExtension,
    popupExtension,
    jointHistory,
  ];
  if (!CODE.test(filename)) return shared;
  return [shared, completionExtension, signatureExtension, layersExtension, modClick];
}

/** Undo and redo of changes of several cells, before what the editor's own history would do. */
const jointHistory = Prec.high(
  keymap.of([
    { key: "Mod-z", run: (view) => step(view, "undo") },
    { key: "Mod-y", run: (view) => step(view, "redo") },
    { key: "Mod-Shift-z", run: (view) => step(view, "redo") },
  ]),
);

function step(view: EditorView, way: "undo" | "redo"): boolean {
  const file = view.state.facet(codeFile);
  return file?.desk.history[way](file.cell) ?? false;
}
