// Where other people's carets go in an editor. Their code is loaded once somebody else is there.
import { Compartment, type Extension } from "@codemirror/state";
import { ViewPlugin } from "@codemirror/view";
import type { Presence } from "~/live/presence.ts";
import type { CellID } from "~/protocol/wire.ts";

/** An empty place in an editor that fills itself with the carets of others, and tells them of one's own. */
export function presenceSlot(presence: Presence, cell: CellID): Extension {
  const slot = new Compartment();
  const fill = ViewPlugin.define((view) => {
    let gone = false;
    const look = async () => {
      if (presence.alone) return;
      stop();
      const { presenceIn } = await import("./presence.ts");
      const filled = slot.get(view.state);
      if (gone || !Array.isArray(filled) || filled.length > 0) return;
      view.dispatch({ effects: slot.reconfigure([presenceIn(presence, cell)]) });
    };
    const stop = presence.subscribe(look);
    void look();
    return {
      destroy() {
        gone = true;
        stop();
      },
    };
  });
  return [slot.of([]), fill];
}
