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
    shiftKey: shift || key in shifted,
    keyCode: codeOf(shifted[key] ?? key),
  });
  runScopeHandlers(view, event, "editor");
  view.focus();
}

/** The signs that take Shift on the keyboards that editors go by, and their keys. */
const shifted: Readonly<Record<string, string>> = { "{": "[", "}": "]" };

/** The signs that are not named by their own code in KeyboardEvent.keyCode. */
const signCodes: Readonly<Record<string, number>> = {
  "=": 187,
  ",": 188,
  "-": 189,
  ".": 190,
  "/": 191,
  "`": 192,
  "[": 219,
  "\\": 220,
  "]": 221,
  "'": 222,
};

/** The code of a key that types a sign. By it an editor knows the key whose sign Shift changes. */
function codeOf(key: string): number {
  return key.length === 1 ? (signCodes[key] ?? key.toUpperCase().charCodeAt(0)) : 0;
}
