// Reordering cells by dragging their handle.
import { type DragEvent, useState } from "react";
import { predecessor } from "~/engine/undo.ts";
import { useSession } from "~/live/LiveProvider.tsx";
import type { CellID } from "~/protocol/wire.ts";
import { useNotebook } from "./NotebookContext.ts";

const TYPE = "application/x-srcbook-cell";

/** Where a dragged cell would land, seen from the cell under the pointer. */
export type Drop = "before" | "after" | undefined;

/** The handlers of a cell's frame for cells that are dragged over it. */
export function useDrop(cell: CellID) {
  const session = useSession();
  const { actions } = useNotebook();
  const [drop, setDrop] = useState<Drop>();
  const sideOf = (event: DragEvent<HTMLElement>): Drop => {
    const box = event.currentTarget.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2 ? "before" : "after";
  };
  return {
    drop,
    onDragOver(event: DragEvent<HTMLElement>) {
      if (!event.dataTransfer.types.includes(TYPE)) return;
      event.preventDefault();
      event.stopPropagation();
      setDrop(sideOf(event));
    },
    onDragLeave(event: DragEvent<HTMLElement>) {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget)))
        setDrop(undefined);
    },
    onDrop(event: DragEvent<HTMLElement>) {
      const dragged = event.dataTransfer.getData(TYPE);
      setDrop(undefined);
      if (dragged === "") return;
      event.preventDefault();
      event.stopPropagation();
      if (dragged === cell) return;
      const after = sideOf(event) === "after" ? cell : predecessor(session.view.state, cell);
      if (after !== dragged) actions.move(actions.chosen(dragged), after);
    },
  };
}

/** The handlers of the handle that a cell is dragged by. */
export function useDrag(cell: CellID) {
  return {
    draggable: true,
    onDragStart(event: DragEvent<HTMLElement>) {
      event.dataTransfer.setData(TYPE, cell);
      event.dataTransfer.effectAllowed = "move";
      const frame = event.currentTarget.closest<HTMLElement>("[data-cell]");
      if (frame) event.dataTransfer.setDragImage(frame, 0, 0);
    },
  };
}
