// An editor to read in.
import { codeFolding, foldGutter, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import type { Range } from "vscode-languageserver-types";
import { highlighter } from "../highlight.ts";
import { languageOf } from "../languages.ts";
import { spanOf } from "./positions.ts";

/** Shows a text with a part of it selected and in the middle. */
export function readOnlyEditor(parent: HTMLElement, text: string, path: string, range: Range): EditorView {
  const state = EditorState.create({
    doc: text,
    extensions: [
      EditorState.readOnly.of(true),
      EditorView.editorAttributes.of({ class: "cm-reading" }),
      EditorView.contentAttributes.of({ "aria-label": path }),
      lineNumbers(),
      codeFolding(),
      foldGutter(),
      drawSelection(),
      highlightSelectionMatches(),
      search({ top: true }),
      keymap.of(searchKeymap),
      syntaxHighlighting(highlighter),
      languageOf(path),
    ],
  });
  const view = new EditorView({ state, parent });
  const { from, to } = spanOf(state.doc, range);
  view.dispatch({
    selection: { anchor: from, head: to },
    effects: EditorView.scrollIntoView(from, { y: "center" }),
  });
  return view;
}
