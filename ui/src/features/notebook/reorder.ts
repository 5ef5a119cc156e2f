// Reordering cells by dragging their handle.
import type { PointerEvent } from "react";
import { useSession } from "~/live/LiveProvider.tsx";
import type { CellID } from "~/protocol/wire.ts";
import { OnDemand } from "~/ui/on-demand.ts";
import { useNotebook } from "./NotebookContext.ts";

const dragging = new OnDemand(() => import("./drag/drag.ts"));

/** What the handle takes that a cell is dragged by. */
export function useDrag(cell: CellID) {
  const session = useSession();
  const { actions } = useNotebook();
  return {
    // The browser's own dragging knows no fingers.
    draggable: false,
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const scroller = event.currentTarget.closest<HTMLElement>("[data-scroller]");
      if (event.button !== 0 || !scroller) return;
      event.preventDefault();
      const { pointerId: pointer, clientX: x, clientY: y } = event;
      const start = { pointer, x, y, cell, scroller, actions, state: () => session.view.state };
      if (dragging.present) {
        dragging.present.drag(start);
        return;
      }
      let held = true;
      const release = () => {
        held = false;
      };
      window.addEventListener("pointerup", release, { once: true });
      window.addEventListener("pointercancel", release, { once: true });
      void dragging.load().then((part) => held && part?.drag(start));
    },
  };
}
