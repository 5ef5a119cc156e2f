// Where in an editor goes what is loaded after the editor can be used.
import { Compartment, type EditorState, type Extension } from "@codemirror/state";
import { type Command, ViewPlugin } from "@codemirror/view";
import type { OnDemand } from "~/ui/on-demand.ts";

/** A place in an editor for an extension; until that has arrived it is empty. */
export function onDemandSlot<Part>(from: OnDemand<Part>, extension: (part: Part) => Extension): Extension {
  if (from.present) return extension(from.present);
  const slot = new Compartment();
  const isEmpty = (state: EditorState) => {
    const filled = slot.get(state);
    return Array.isArray(filled) && filled.length === 0;
  };
  const fill = ViewPlugin.define((view) => {
    let gone = false;
    void from.arrival.then((part) => {
      if (!gone && isEmpty(view.state)) view.dispatch({ effects: slot.reconfigure([extension(part)]) });
    });
    return {
      destroy() {
        gone = true;
      },
    };
  });
  return [slot.of([]), fill];
}

/** A command that is done at once when it is there, and else as soon as it has arrived. */
export function onDemandCommand<Part>(from: OnDemand<Part>, command: (part: Part) => Command): Command {
  return (view) => {
    if (from.present) return command(from.present)(view);
    void from.load().then((part) => part && command(part)(view));
    return true;
  };
}
