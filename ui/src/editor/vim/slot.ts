// Where Vim's keys go in an editor, once they are wanted.
import { Compartment, type Extension, Prec } from "@codemirror/state";
import { ViewPlugin } from "@codemirror/view";
import { preferences } from "../preferences.ts";

/** A place that has the keys of Vim while the person wants them. They are loaded when they are first wanted. */
export function vimSlot(): Extension {
  const slot = new Compartment();
  const follow = ViewPlugin.define((view) => {
    let gone = false;
    const bring = async () => {
      const has = () => (slot.get(view.state) as Extension[]).length > 0;
      if (preferences.get().vim === has()) return;
      if (has()) {
        view.dispatch({ effects: slot.reconfigure([]) });
        return;
      }
      const { vimKeys } = await import("./vim.ts");
      if (!gone && preferences.get().vim && !has()) view.dispatch({ effects: slot.reconfigure([vimKeys()]) });
    };
    const unlisten = preferences.subscribe(() => void bring());
    // Not while the editor is being made.
    queueMicrotask(() => !gone && void bring());
    return {
      destroy() {
        gone = true;
        unlisten();
      },
    };
  });
  return [Prec.high(slot.of([])), follow];
}
