import { focusEditor, showLine, showSpan } from "~/editor/CellEditor.tsx";
import { revealRange } from "~/editor/marked.ts";
import type { CellID } from "~/protocol/wire.ts";
import { collapse } from "./collapse.ts";
import { insist } from "./insist.ts";
import { type Selection, type SelectionState, single } from "./selection.ts";

/** Whether what is opened is given the keyboard, or only looked at. */
export type Opening = "to-write" | "to-look";

/**
 * Moves the keyboard between cells. Cells and editors that are not there yet are waited for, unless the person turns
 * to something else.
 */
export class CellFocus {
  private stopWaiting = () => {};
  private readonly elsewhere = new Map<CellID, (how: Opening) => void>();

  constructor(
    private readonly root: () => HTMLElement | null,
    private readonly selection: Selection,
  ) {}

  /**
   * Notes what opens the editor of a cell that does not stand among the others, such as a panel: it is opened
   * before the keyboard goes there. Returns what takes the note back.
   */
  openedBy(cell: CellID, open: (how: Opening) => void): () => void {
    this.elsewhere.set(cell, open);
    return () => {
      if (this.elsewhere.get(cell) === open) this.elsewhere.delete(cell);
    };
  }

  /** Puts the keyboard on the frame of a cell, where single keys are commands. */
  frame(cell: CellID): void {
    this.selection.change({ cell, editing: undefined, ...single });
    this.onFrame(cell);
  }

  /** Selects several cells, with the keyboard on the frame of `cell`, one of them. */
  frames(cell: CellID, anchor: CellID, marked: ReadonlySet<CellID>): void {
    this.selection.change({ cell, editing: undefined, focus: "frame", anchor, marked });
    this.onFrame(cell);
  }

  private onFrame(cell: CellID): void {
    this.try((root) => {
      const frame = root.querySelector<HTMLElement>(`[data-cell="${CSS.escape(cell)}"]`);
      frame?.focus({ preventScroll: true });
      frame?.scrollIntoView({ block: "nearest" });
      return frame !== null && document.activeElement === frame;
    });
  }

  /** Puts the caret into a cell; prose shows its source for it. */
  editor(cell: CellID, at?: "start" | "end"): void {
    this.open(cell, { editing: cell }, (root) => focusEditor(root, cell, at));
  }

  /** Brings a line of a cell into view and selects it. */
  line(cell: CellID, line: number): void {
    this.open(cell, {}, (root) => showLine(root, cell, line));
  }

  /** Selects a part of a cell's text and brings it into view. The keyboard stays where it is. */
  reveal(cell: CellID, from: number, to: number): void {
    this.open(cell, { editing: cell }, (root) => revealRange(root, cell, from, to), false);
  }

  /** Brings a heading of a text into view, with the keyboard on the frame of its cell. */
  heading(cell: CellID, id: string): void {
    this.selection.change({ cell, editing: undefined });
    this.try((root) => {
      root.querySelector<HTMLElement>(`[data-cell="${CSS.escape(cell)}"]`)?.focus({ preventScroll: true });
      const heading = root.querySelector(`#${CSS.escape(id)}`);
      heading?.scrollIntoView({ block: "start" });
      return heading !== null;
    });
  }

  /** Brings a part of a cell's text into view and selects it; offsets count from 0. */
  span(cell: CellID, from: number, to: number): void {
    this.open(cell, {}, (root) => showSpan(root, cell, from, to));
  }

  /** Has a cell show its code, wherever it stands, for `act`; with `keyboard` the cell comes into view for it. */
  private open(
    cell: CellID,
    selected: Partial<SelectionState>,
    act: (root: HTMLElement) => boolean,
    keyboard = true,
  ): void {
    const open = this.elsewhere.get(cell);
    if (open) open(keyboard ? "to-write" : "to-look");
    else {
      this.selection.change({ cell, ...selected });
      collapse([cell], "code", false);
    }
    this.try((page) => {
      const root = open ? document.body : page; // a sheet is not within the page
      const frame = keyboard && root.querySelector(`[data-cell="${CSS.escape(cell)}"]`);
      if (frame) frame.scrollIntoView({ block: "nearest" });
      return act(root);
    });
  }

  private try(act: (root: HTMLElement) => boolean): void {
    this.stopWaiting();
    this.stopWaiting = insist(() => {
      const root = this.root();
      return root !== null && act(root);
    });
  }
}
