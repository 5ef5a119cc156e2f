import { EditorView } from "@codemirror/view";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { selectionLayers } from "./caret.ts";
import { modClick } from "./language/navigate.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

function openEditor(...extensions: (typeof modClick)[]): EditorView {
  const view = new EditorView({ doc: "text", extensions, parent: document.body });
  view.focus();
  return view;
}

describe("an editor while somebody types", () => {
  it("shows a caret that blinks only while the keyboard rests", () => {
    const view = openEditor(selectionLayers);
    const rests = () => view.scrollDOM.classList.contains("cm-caret-rests");
    vi.advanceTimersByTime(1_000);
    expect(rests()).toBe(true);
    view.dispatch({ changes: { from: 0, insert: "a" } });
    expect(rests()).toBe(false);
    vi.advanceTimersByTime(1_000);
    expect(rests()).toBe(true);
    view.destroy();
  });

  it("leaves its nodes alone when a key goes up", () => {
    const view = openEditor(modClick);
    const watch = new MutationObserver(() => {});
    watch.observe(view.contentDOM, { attributes: true, childList: true, subtree: true });
    view.contentDOM.dispatchEvent(new KeyboardEvent("keyup", { key: "a", bubbles: true }));
    expect(watch.takeRecords()).toEqual([]);
    watch.disconnect();
    view.destroy();
  });
});
