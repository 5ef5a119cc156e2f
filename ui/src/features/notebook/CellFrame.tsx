import { GripVertical } from "lucide-react";
import { type FocusEvent, type KeyboardEvent, type MouseEvent, type ReactNode, useRef } from "react";
import type { CellID, CellKind } from "~/protocol/wire.ts";
import { Boundary } from "~/ui/Boundary.tsx";
import { classes } from "~/ui/classes.ts";
import { CellMenu } from "./CellMenu.tsx";
import { InsertBar } from "./InsertBar.tsx";
import { useTurn } from "./mount-queue.ts";
import { useNotebook } from "./NotebookContext.ts";
import { Merged } from "./people/Merged.tsx";
import { Visitors } from "./people/Visitors.tsx";
import { useDrag } from "./reorder.ts";
import { type SelectionState, single, useSelection } from "./selection.ts";

/**
 * The frame of a cell: gutter, selection, dragging. `children` draws its content, in full when the cell
 * has its turn: what one cannot see without looking for it, and editors, come in idle time.
 */
export function CellFrame({
  cell,
  kind,
  name,
  early,
  first,
  run,
  children,
}: {
  cell: CellID;
  kind: CellKind;
  /** How people call the cell: its file name, or the beginning of its text. */
  name: string;
  /** Drawn in full from the beginning. */
  early: boolean;
  /** The first cell of the notebook. */
  first: boolean;
  run?: ReactNode;
  children: (full: boolean) => ReactNode;
}) {
  const { selection, actions } = useNotebook();
  const frame = useRef<HTMLElement>(null);
  const selected = useSelection(selection, (s: SelectionState) => s.cell === cell);
  const marked = useSelection(selection, (s: SelectionState) => s.marked.has(cell));
  const full = useTurn(frame, early || selected);
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    selection.change({ cell, focus: focusOf(event.target, event.currentTarget) });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape" || event.target === event.currentTarget || event.defaultPrevented) return;
    if (focusOf(event.target, event.currentTarget) === "control") event.currentTarget.focus();
  };
  const onMouseDown = (event: MouseEvent<HTMLElement>) => {
    if (event.button !== 0 || !isGround(event.target, event.currentTarget)) return;
    const { state } = selection;
    if (event.shiftKey && state.cell !== undefined && (state.cell !== cell || state.anchor !== undefined)) {
      // Else the browser, or an editor, would select text up to here.
      event.preventDefault();
      event.stopPropagation();
      actions.extendTo(cell);
    } else selection.change(single);
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) selection.change({ focus: "none" });
  };
  return (
    <section
      ref={frame}
      id={`cell-${cell}`}
      data-cell={cell}
      data-selected={selected || marked || undefined}
      data-marked={marked || undefined}
      aria-label={`${kind === "code" ? "Code" : "Text"} cell ${name}${marked ? ", selected" : ""}`}
      // One cell is in the tab order: the selected one, or the first.
      tabIndex={selected || first ? 0 : -1}
      onKeyDown={onKeyDown}
      onMouseDownCapture={onMouseDown}
      onFocus={onFocus}
      onBlur={onBlur}
      className={classes(
        "group/cell pointer-events-auto relative mt-4.5 grid grid-cols-[36px_minmax(0,1fr)] gap-2 outline-none max-phone:grid-cols-[32px_minmax(0,1fr)] max-phone:gap-1",
        "data-marked:rounded-box data-marked:bg-accent-soft",
        // As high as the controls beside it, which are always there for fingers.
        run === undefined ? "pointer-coarse:min-h-12.5" : "pointer-coarse:min-h-22.5",
      )}
    >
      {full && <InsertBar before={cell} />}
      <div className="relative flex flex-col items-center pt-0.5 text-faint">
        {run}
        {full && <CellControls cell={cell} kind={kind} name={name} below={run !== undefined} />}
      </div>
      <div className="relative min-w-0">
        {full && <Visitors cell={cell} />}
        <Merged cell={cell} />
        <Boundary what="This cell">{children(full)}</Boundary>
      </div>
    </section>
  );
}

/** Menu and handle. They lie over the gutter, so that a cell is no higher than what it holds. */
function CellControls({
  cell,
  kind,
  name,
  below,
}: {
  cell: CellID;
  kind: CellKind;
  name: string;
  below: boolean;
}) {
  const drag = useDrag(cell);
  return (
    <div
      className={classes(
        "absolute z-10 flex flex-col items-center",
        below ? "top-7.5 pointer-coarse:top-10" : "top-0",
        "opacity-0 transition-opacity focus-within:opacity-100 group-hover/cell:opacity-100 group-data-selected/cell:opacity-100 pointer-coarse:opacity-100",
      )}
    >
      <CellMenu cell={cell} kind={kind} name={name} />
      <span
        {...drag}
        aria-hidden="true"
        title="Drag to reorder"
        className="grid size-7 cursor-grab touch-none place-items-center pointer-coarse:h-8 pointer-coarse:w-10"
      >
        <GripVertical />
      </span>
    </div>
  );
}

/** Whether a press selects the cell: not one on a control, nor in its menu, which is elsewhere in the page. */
function isGround(target: EventTarget, frame: HTMLElement): boolean {
  if (!(target instanceof Element) || !frame.contains(target)) return false;
  return target.closest("button,a,input,textarea,[draggable]") === null;
}

function focusOf(target: EventTarget, frame: HTMLElement): SelectionState["focus"] {
  if (target === frame) return "frame";
  return target instanceof Element && target.closest(".cm-editor") ? "editor" : "control";
}
