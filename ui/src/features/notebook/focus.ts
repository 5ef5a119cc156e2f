import { focusEditor, showLine, showSpan } from "~/editor/CellEditor.tsx";
import { revealRange } from "~/editor/marked.ts";
import type { CellID } from "~/protocol/wire.ts";
import { collapse } from "./collapse.ts";
import { insist } from "./insist.ts";
import { type Selection, single } from "./selection.ts";

/**
 * Moves the keyboard between cells. Cells and editors that are not there yet are waited for, unless the person turns
 * to something else.
 */
export class CellFocus {
  private stopWaiting = () => {};

  constructor(
    private readonly root: () => HTMLElement | null,
    private readonly selection: Selection,
  ) {}

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
    this.selection.change({ cell, editing: cell });
    collapse([cell], "code", false);
    this.try((root) => {
      root.querySelector(`[data-cell="${CSS.escape(cell)}"]`)?.scrollIntoView({ block: "nearest" });
      return focusEditor(root, cell, at);
    });
  }

  /** Brings a line of a cell into view and selects it. */
  line(cell: CellID, line: number): void {
    this.selection.change({ cell });
    collapse([cell], "code", false);
    this.try((root) => {
      root.querySelector(`[data-cell="${CSS.escape(cell)}"]`)?.scrollIntoView({ block: "nearest" });
      return showLine(root, cell, line);
    });
  }

  /** Selects a part of a cell's text and brings it into view. The keyboard stays where it is. */
  reveal(cell: CellID, from: number, to: number): void {
    this.selection.change({ cell, editing: cell });
    collapse([cell], "code", false);
    this.try((root) => revealRange(root, cell, from, to));
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
    this.selection.change({ cell });
    collapse([cell], "code", false);
    this.try((root) => {
      root.querySelector(`[data-cell="${CSS.escape(cell)}"]`)?.scrollIntoView({ block: "nearest" });
      return showSpan(root, cell, from, to);
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
