import { type EditorView, runScopeHandlers } from "@codemirror/view";
import { isApple, parseKeys } from "~/ui/keys.ts";

/** Does what an editor itself does at a keystroke, whatever that means to the commands of the page. */
export function pressUsual(view: EditorView, keys: string): void {
  const { key, mod, ctrl, alt, shift } = parseKeys(keys);
  const named = /^arrow(.)(.*)$/.exec(key);
  const event = new KeyboardEvent("keydown", {
    key: named ? `Arrow${named[1]?.toUpperCase()}${named[2]}` : shift ? key.toUpperCase() : key,
    metaKey: isApple && mod,
    ctrlKey: ctrl || (!isApple && mod),
    altKey: alt,
    shiftKey: shift,
  });
  runScopeHandlers(view, event, "editor");
  view.focus();
}
