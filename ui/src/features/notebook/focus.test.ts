import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CellFocus } from "./focus.ts";
import { Selection } from "./selection.ts";

// What is in the document, and when: a cell may come long after the keyboard was sent to it.
function appear(cell: string): HTMLElement {
  const frame = document.createElement("div");
  frame.dataset.cell = cell;
  frame.tabIndex = -1;
  document.body.append(frame);
  return frame;
}

describe("the keyboard", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    document.body.replaceChildren();
  });

  const focus = () => new CellFocus(() => document.body, new Selection());

  it("goes to a cell that is there", () => {
    const frame = appear("a");
    focus().frame("a");
    expect(document.activeElement).toBe(frame);
  });

  it("goes to a cell that takes a slow machine long", () => {
    focus().frame("a");
    vi.advanceTimersByTime(4_000);
    const frame = appear("a");
    vi.advanceTimersByTime(100);
    expect(document.activeElement).toBe(frame);
  });

  it("stays where it is when the cell comes much too late", () => {
    focus().frame("a");
    vi.advanceTimersByTime(60_000);
    appear("a");
    vi.advanceTimersByTime(100);
    expect(document.activeElement).toBe(document.body);
  });

  it("goes to the last of the cells that it was sent to", () => {
    const cells = focus();
    cells.frame("a");
    cells.frame("b");
    appear("a");
    const b = appear("b");
    vi.advanceTimersByTime(100);
    expect(document.activeElement).toBe(b);
  });

  it.each([
    ["a click", new Event("pointerdown"), false],
    ["scrolling", new Event("wheel"), false],
    ["Escape", new KeyboardEvent("keydown", { key: "Escape" }), false],
    ["an arrow", new KeyboardEvent("keydown", { key: "ArrowDown" }), false],
    ["a chord", new KeyboardEvent("keydown", { key: "k", ctrlKey: true }), false],
    ["a letter", new KeyboardEvent("keydown", { key: "x" }), true],
    ["Shift", new KeyboardEvent("keydown", { key: "Shift" }), true],
  ])("is waited for after %s: %3$s", (_, event, goes) => {
    focus().frame("a");
    vi.advanceTimersByTime(100);
    window.dispatchEvent(event);
    const frame = appear("a");
    vi.advanceTimersByTime(100);
    expect(document.activeElement).toBe(goes ? frame : document.body);
  });
});
