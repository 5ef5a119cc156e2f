// A popup at a place of an editor that has the keyboard until it is closed: a menu, or a field.
import { type Extension, StateEffect, StateField } from "@codemirror/state";
import { type EditorView, showTooltip, type Tooltip } from "@codemirror/view";

const change = StateEffect.define<Tooltip | null>();

const popup = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, tr) {
    for (const effect of tr.effects) if (effect.is(change)) return effect.value;
    return value && tr.docChanged ? { ...value, pos: tr.changes.mapPos(value.pos) } : value;
  },
  provide: (field) => showTooltip.from(field),
});

/** Shows an element at a place; `focus` gives it the keyboard. It closes when it loses the keyboard. */
export function openPopup(view: EditorView, pos: number, dom: HTMLElement, focus: () => void): void {
  const create = () => ({ dom, mount: focus });
  dom.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && dom.contains(event.relatedTarget)) return;
    setTimeout(() => view.state.field(popup, false)?.create === create && closePopup(view));
  });
  dom.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    closePopup(view);
    view.focus();
  });
  view.dispatch({ effects: change.of({ pos, create, above: false }) });
}

export function closePopup(view: EditorView): void {
  if (view.state.field(popup, false)) view.dispatch({ effects: change.of(null) });
}

export const popupExtension: Extension = popup;
