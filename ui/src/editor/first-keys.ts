import { Facet } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";

/** Says which keys an editor takes before the commands of the page are asked, as Vim's normal mode does. */
export const firstKeys = Facet.define<(event: KeyboardEvent, view: EditorView) => boolean>();
