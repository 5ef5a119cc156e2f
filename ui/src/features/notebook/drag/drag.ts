// Moves cells by dragging their handle with mouse, pen or finger.
import { cellByID, type LiveState } from "~/engine/state.ts";
import { predecessor } from "~/engine/undo.ts";
import type { CellID } from "~/protocol/wire.ts";
import type { NotebookActions } from "../actions.ts";
import { collapsed, sectionOf } from "../collapse.ts";
import { type Box, type Landing, landingAt, scrollSpeed } from "./geometry.ts";
import "./drag.css";

/** How far the pointer has to go before it drags, in pixels. */
const SLACK = 4;
/** Half of the space between two cells, in pixels. */
const HALF_GAP = 9;

export interface DragStart {
  readonly pointer: number;
  readonly x: number;
  readonly y: number;
  readonly cell: CellID;
  /** The page area that scrolls, with the cells in it. */
  readonly scroller: HTMLElement;
  readonly actions: NotebookActions;
  readonly state: () => LiveState;
}

/** Follows a pointer that was pressed on the handle of a cell until it is released. Escape gives up. */
export function drag(start: DragStart): void {
  new CellDrag(start);
}

class CellDrag {
  private readonly ends = new AbortController();
  private readonly moved: readonly CellID[];
  private readonly line = document.createElement("div");
  private readonly label = document.createElement("div");
  private readonly said = document.createElement("div");
  private dragging = false;
  private x: number;
  private y: number;
  private landing: Landing | undefined;
  private frame = 0;
  private scrolledAt = 0;

  constructor(private readonly start: DragStart) {
    const { actions, cell, scroller, pointer } = start;
    this.moved = actions.chosen(cell);
    this.x = start.x;
    this.y = start.y;
    this.line.className = "drag-line";
    this.label.className = "drag-label";
    this.said.className = "sr-only";
    this.said.setAttribute("role", "status");
    this.said.setAttribute("aria-label", "Dragged cells");
    const { signal } = this.ends;
    // The handle may be scrolled away, and with it all that its events would reach.
    scroller.setPointerCapture(pointer);
    const own = (act: (event: PointerEvent) => void) => (event: PointerEvent) => {
      if (event.pointerId === pointer) act(event);
    };
    window.addEventListener(
      "pointermove",
      own((event) => this.move(event)),
      { signal },
    );
    window.addEventListener(
      "pointerup",
      own(() => this.end(true)),
      { signal },
    );
    window.addEventListener(
      "pointercancel",
      own(() => this.end(false)),
      { signal },
    );
    window.addEventListener("blur", () => this.end(false), { signal });
    window.addEventListener("keydown", (event) => this.key(event), { signal, capture: true });
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.end(false);
  }

  private move({ clientX, clientY }: PointerEvent): void {
    this.x = clientX;
    this.y = clientY;
    if (this.dragging) return;
    if (Math.hypot(clientX - this.start.x, clientY - this.start.y) < SLACK) return;
    this.dragging = true;
    document.documentElement.toggleAttribute("data-dragging", true);
    this.label.textContent = this.name;
    document.body.append(this.line, this.label, this.said);
    this.said.textContent = `Dragging ${this.name}. Escape gives up.`;
    this.scrolledAt = performance.now();
    this.frame = requestAnimationFrame(this.follow);
  }

  /** Once a frame: scrolls at the edges, and shows where the cells would land. */
  private readonly follow = (now: number): void => {
    const { scroller } = this.start;
    const view = scroller.getBoundingClientRect();
    const speed = scrollSpeed(this.y, view.top, view.bottom);
    const seconds = Math.min(0.1, Math.max(0, now - this.scrolledAt) / 1_000);
    this.scrolledAt = now;
    if (speed !== 0) scroller.scrollBy({ top: speed * seconds, behavior: "instant" });
    this.show(landingAt(this.boxes(), this.y), view);
    this.label.style.translate = `${this.x + 12}px ${this.y + 8}px`;
    this.frame = requestAnimationFrame(this.follow);
  };

  private boxes(): Box[] {
    const places = this.start.scroller.querySelectorAll<HTMLElement>("[data-place]");
    return [...places].map((place) => {
      const { top, bottom } = place.getBoundingClientRect();
      return { cell: place.dataset.place ?? "", top, bottom };
    });
  }

  private show(landing: Landing | undefined, view: DOMRect): void {
    const list = this.start.scroller.querySelector("[data-place]")?.getBoundingClientRect();
    const y = Math.min(view.bottom - 3, Math.max(view.top + 1, (landing?.y ?? 0) + HALF_GAP));
    this.line.hidden = landing === undefined;
    this.line.style.translate = `${list?.left ?? 0}px ${y}px`;
    this.line.style.width = `${list?.width ?? 0}px`;
    if (landing?.cell !== this.landing?.cell || landing?.side !== this.landing?.side) {
      for (const cell of this.moved) {
        this.start.scroller
          .querySelector(`[data-cell="${CSS.escape(cell)}"]`)
          ?.setAttribute("data-dragged", "");
      }
      if (landing) this.said.textContent = `${landing.side} ${this.nameOf(landing.cell)}`;
    }
    this.landing = landing;
  }

  private get name(): string {
    return this.moved.length === 1 ? this.nameOf(this.start.cell) : `${this.moved.length} cells`;
  }

  private nameOf(cell: CellID): string {
    const state = cellByID(this.start.state(), cell);
    return (
      state?.filename ??
      (state?.text
        .line(1)
        .text.replace(/^#+\s*/, "")
        .slice(0, 40) ||
        "text")
    );
  }

  private end(drop: boolean): void {
    this.ends.abort();
    cancelAnimationFrame(this.frame);
    document.documentElement.removeAttribute("data-dragging");
    for (const dragged of document.querySelectorAll("[data-dragged]"))
      dragged.removeAttribute("data-dragged");
    this.line.remove();
    this.label.remove();
    if (!this.dragging) return;
    const landing = drop ? this.landing : undefined;
    if (landing) this.start.actions.move(this.moved, this.behind(landing));
    this.said.textContent = landing
      ? `${this.name} moved ${landing.side} ${this.nameOf(landing.cell)}`
      : `${this.name} not moved`;
    // Long enough to be read out.
    setTimeout(() => this.said.remove(), 5_000);
  }

  /** The cell that the dragged ones come behind: below a collapsed heading, the last of its section. */
  private behind({ cell, side }: Landing): CellID {
    if (side === "before") return predecessor(this.start.state(), cell);
    const below = collapsed().section.has(cell) ? sectionOf(this.start.actions.cells, cell) : [];
    return below.at(-1)?.id ?? cell;
  }
}
