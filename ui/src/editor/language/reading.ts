// An editor to read in.
import { codeFolding, foldGutter, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension, type Transaction } from "@codemirror/state";
import { activateHover, EditorView, hoverTooltip, keymap, lineNumbers } from "@codemirror/view";
import type { Hover, Position, Range } from "vscode-languageserver-types";
import { selectionLayers } from "../caret.ts";
import { highlighter } from "../highlight.ts";
import { languageOf } from "../languages.ts";
import { documentation } from "./markdown.ts";
import { positionAt, spanOf } from "./positions.ts";

/** What the language server says of the name at a place. */
export type About = (place: Position) => Promise<Hover | null>;

/** The type and the documentation of the name where the pointer rests, or of that at the caret on Shift-F1. */
function hovering(about: About): Extension {
  const hover = hoverTooltip(
    async ({ state: { doc } }, pos) => {
      const found = await about(positionAt(doc, pos));
      if (!found) return null;
      const { from, to } = found.range ? spanOf(doc, found.range) : { from: pos, to: pos };
      const create = () => {
        const dom = document.createElement("div");
        dom.className = "cm-hover-card";
        dom.append(documentation(found.contents));
        return { dom };
      };
      return { pos: from, end: to, above: true, create };
    },
    { hoverTime: 350 },
  );
  const atCaret = (view: EditorView) => {
    const until = { tooltip: hover, until: (tr: Transaction) => tr.selection !== undefined };
    activateHover(view, view.state.selection.main.head, 1, until);
    return true;
  };
  return [hover, keymap.of([{ key: "Shift-F1", run: atCaret }])];
}

/** Shows a text with a part of it selected and in the middle. */
export function readOnlyEditor(
  parent: HTMLElement,
  text: string,
  path: string,
  range: Range,
  about: About,
): EditorView {
  const state = EditorState.create({
    doc: text,
    extensions: [
      EditorState.readOnly.of(true),
      EditorView.editorAttributes.of({ class: "cm-reading" }),
      EditorView.contentAttributes.of({ "aria-label": path }),
      lineNumbers(),
      codeFolding(),
      foldGutter(),
      selectionLayers,
      highlightSelectionMatches(),
      search({ top: true }),
      keymap.of(searchKeymap),
      syntaxHighlighting(highlighter),
      languageOf(path),
      hovering(about),
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
