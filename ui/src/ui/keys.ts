/** A parsed keystroke. `key` is lower case, as in KeyboardEvent.key. */
export interface Keystroke {
  key: string;
  mod: boolean;
  ctrl: boolean;
  alt: boolean;
  shift: boolean;
}

/** Whether the keyboard's main modifier is Command. */
export const isApple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/**
 * Reads a keystroke such as "Mod-Shift-Enter", "Alt-ArrowUp", "a" or "?". Mod is Command on Apple's
 * keyboards and Control on others. Pure.
 */
export function parseKeys(keys: string): Keystroke {
  const parts = keys === "-" ? ["-"] : keys.split("-");
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return {
    key: (parts.at(-1) ?? "").toLowerCase(),
    mod: has("Mod"),
    ctrl: has("Ctrl"),
    alt: has("Alt"),
    shift: has("Shift"),
  };
}

type KeyPress = Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey"> & {
  code?: string;
};

/** Whether an event is the keystroke. A sign such as "?" brings its own Shift. Pure. */
export function matchesKeys(event: KeyPress, keys: string, apple = isApple): boolean {
  const want = parseKeys(keys);
  const sign = want.key.length === 1 && !/[a-z0-9 ]/.test(want.key);
  return (
    keyOf(event, apple) === want.key &&
    event.metaKey === (apple && want.mod) &&
    event.ctrlKey === (apple ? want.ctrl : want.mod || want.ctrl) &&
    event.altKey === want.alt &&
    (sign || event.shiftKey === want.shift)
  );
}

/** The key that was pressed. With Option, Apple's keyboards type another sign than the key's own. */
function keyOf({ key, code = "", altKey }: KeyPress, apple: boolean): string {
  const letter = apple && altKey ? /^Key([A-Z])$/.exec(code)?.[1] : undefined;
  return (letter ?? key).toLowerCase();
}

const appleNames: Record<string, string> = { Mod: "⌘", Ctrl: "⌃", Alt: "⌥", Shift: "⇧" };
const otherNames: Record<string, string> = { Mod: "Ctrl" };
const keyNames: Record<string, string> = {
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  enter: "↵",
  escape: "Esc",
  backspace: "⌫",
  delete: "Del",
  " ": "Space",
};

/** The keys of a keystroke as people read them, one element per key. Pure. */
export function keyLabels(keys: string, apple = isApple): string[] {
  const parts = keys === "-" ? ["-"] : keys.split("-");
  const names = apple ? appleNames : otherNames;
  return parts.map((part, i) =>
    i < parts.length - 1
      ? (names[part] ?? part)
      : (keyNames[part.toLowerCase()] ?? (part.length === 1 ? part.toUpperCase() : part)),
  );
}
