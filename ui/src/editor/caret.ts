import { drawSelection, ViewPlugin, type ViewUpdate } from "@codemirror/view";

/** The caret begins to blink after the keyboard has rested this long, in ms. */
const REST_MS = 500;
const RESTING = "cm-caret-rests";

/**
 * Lets the caret blink while nobody types. CodeMirror begins its animation anew with every key, for which
 * the browser computes styles and draws frames; editor.css runs it in editors at rest only.
 */
const blinking = ViewPlugin.define((view) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rests = false;
  const rest = (now: boolean) => {
    if (rests === now) return;
    rests = now;
    view.scrollDOM.classList.toggle(RESTING, now);
  };
  const wait = () => {
    clearTimeout(timer);
    rest(false);
    if (view.hasFocus) timer = setTimeout(rest, REST_MS, true);
  };
  wait();
  return {
    update({ docChanged, selectionSet, focusChanged }: ViewUpdate) {
      if (docChanged || selectionSet || focusChanged) wait();
    },
    destroy: () => clearTimeout(timer),
  };
});

/** The carets and selections of an editor, drawn as elements. */
export const selectionLayers = [drawSelection(), blinking];
