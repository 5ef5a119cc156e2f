// Editors that show how a text changed.

import { codeFolding, syntaxHighlighting } from "@codemirror/language";
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { highlighter } from "~/editor/highlight.ts";
import { languageOf } from "~/editor/languages.ts";
import { proseLanguage } from "~/editor/prose.ts";
import "~/editor/editor.css";
import "./history.css";

export interface Change {
  /** Missing for prose. */
  readonly filename: string | undefined;
  readonly before: string;
  readonly after: string;
}

export type Layout = "beside" | "inline";

const diffConfig = { scanLimit: 2_000, timeout: 250 };
const collapseUnchanged = { margin: 3, minSize: 5 };

function extensions({ filename }: Change, label: string): Extension {
  return [
    lineNumbers(),
    codeFolding(),
    syntaxHighlighting(highlighter),
    filename === undefined ? proseLanguage() : languageOf(filename),
    EditorState.readOnly.of(true),
    EditorState.tabSize.of(2),
    EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true" }),
    filename === undefined ? EditorView.lineWrapping : [],
  ];
}

/** Shows a change in an element; the returned function takes it out again. `sides` name its two texts. */
export function showChange(
  parent: HTMLElement,
  change: Change,
  layout: Layout,
  label: string,
  sides: readonly [string, string] = ["before", "after"],
): () => void {
  if (layout === "beside") {
    const view = new MergeView({
      parent,
      a: { doc: change.before, extensions: extensions(change, `${label}, ${sides[0]}`) },
      b: { doc: change.after, extensions: extensions(change, `${label}, ${sides[1]}`) },
      gutter: false,
      collapseUnchanged,
      diffConfig,
    });
    return () => view.destroy();
  }
  if (change.after === "") {
    // Nothing is left that its own lines could be shown beside.
    const gone = EditorView.editorAttributes.of({ class: "all-gone" });
    const view = new EditorView({
      parent,
      doc: change.before,
      extensions: [extensions(change, label), gone],
    });
    return () => view.destroy();
  }
  const view = new EditorView({
    parent,
    doc: change.after,
    extensions: [
      extensions(change, label),
      unifiedMergeView({
        original: change.before,
        mergeControls: false,
        gutter: false,
        collapseUnchanged,
        diffConfig,
      }),
    ],
  });
  return () => view.destroy();
}
