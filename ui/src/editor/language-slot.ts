// Where types and code help go in an editor. They are loaded after the editor can be used.
import { Compartment, type Extension } from "@codemirror/state";
import { type EditorView, ViewPlugin } from "@codemirror/view";
import type { Language } from "~/live/language.ts";
import type { CellID } from "~/protocol/wire.ts";

const LOAD_WITHIN_MS = 300;

/** An empty place in an editor that fills itself with what the language server can do for a file. */
export function languageSlot(language: Language, cell: CellID, filename: string): Extension {
  const slot = new Compartment();
  const fill = ViewPlugin.define((view) => {
    let gone = false;
    void fillSlot(view, slot, () => gone, language, cell, filename);
    return {
      destroy() {
        gone = true;
      },
    };
  });
  return [slot.of([]), fill];
}

async function fillSlot(
  view: EditorView,
  slot: Compartment,
  gone: () => boolean,
  ...file: [Language, CellID, string]
): Promise<void> {
  const { cellLanguage } = await loaded();
  const filled = slot.get(view.state);
  if (gone() || !Array.isArray(filled) || filled.length > 0) return;
  view.dispatch({ effects: slot.reconfigure(cellLanguage(...file)) });
}

let loading: Promise<typeof import("./language/cell-language.ts")> | undefined;

/** Loads the code once for all editors, when the browser has nothing better to do. */
function loaded(): Promise<typeof import("./language/cell-language.ts")> {
  loading ??= idle().then(() => import("./language/cell-language.ts"));
  return loading;
}

function idle(): Promise<unknown> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(resolve, { timeout: LOAD_WITHIN_MS });
    else setTimeout(resolve, LOAD_WITHIN_MS);
  });
}
