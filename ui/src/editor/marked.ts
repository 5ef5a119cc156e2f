// Places in a text that something outside of the editor has found.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import type { CellID } from "~/protocol/wire.ts";

/** Places to mark, in order, and the number of the one that is looked at. */
export interface MarkedRanges {
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  readonly current?: number | undefined;
}

const setMarked = StateEffect.define<MarkedRanges | undefined>();
const mark = Decoration.mark({ class: "cm-found" });
const currentMark = Decoration.mark({ class: "cm-found cm-found-current" });

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, tr) {
    const effect = tr.effects.findLast((e) => e.is(setMarked));
    return effect ? decorations(effect.value, tr.newDoc.length) : marks.map(tr.changes);
  },
  provide: (f) => EditorView.decorations.from(f),
});

function decorations(marked: MarkedRanges | undefined, length: number): DecorationSet {
  const known = (marked?.ranges ?? []).map((r, i) => ({ ...r, current: i === marked?.current }));
  const inside = known.filter((r) => r.to <= length);
  return Decoration.set(inside.map((r) => (r.current ? currentMark : mark).range(r.from, r.to)));
}

/** Marks these places in the editor of a cell, and no others. Nothing happens when it is not there. */
export function markRanges(root: ParentNode, cell: CellID, marked: MarkedRanges | undefined): void {
  const editor = editorOf(root, cell);
  const marking = editor?.state.field(field, false) !== undefined;
  if (!editor || (!marked && !marking)) return;
  const effects: StateEffect<unknown>[] = marking ? [] : [StateEffect.appendConfig.of(field)];
  editor.dispatch({ effects: [...effects, setMarked.of(marked)] });
}

/** Selects a part of a cell's text and brings it into view, without the keyboard. Reports whether it is there. */
export function revealRange(root: ParentNode, cell: CellID, from: number, to: number): boolean {
  const editor = editorOf(root, cell);
  if (!editor || to > editor.state.doc.length) return false;
  const effects = EditorView.scrollIntoView(from, { y: "center" });
  editor.dispatch({ selection: { anchor: from, head: to }, effects });
  return true;
}

/** Where the caret stands in a cell, undefined where it has no editor. */
export function caretIn(root: ParentNode, cell: CellID): number | undefined {
  return editorOf(root, cell)?.state.selection.main.from;
}

function editorOf(root: ParentNode, cell: CellID): EditorView | null {
  const host = root.querySelector<HTMLElement>(`[data-editor="${CSS.escape(cell)}"]`);
  return host && EditorView.findFromDOM(host);
}
