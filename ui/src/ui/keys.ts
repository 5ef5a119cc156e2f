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
  const parts = partsOf(keys);
  const has = (name: string) => parts.slice(0, -1).includes(name);
  return {
    key: (parts.at(-1) ?? "").toLowerCase(),
    mod: has("Mod"),
    ctrl: has("Ctrl"),
    alt: has("Alt"),
    shift: has("Shift"),
  };
}

/** The modifiers of a keystroke and its key, which may be "-" itself. */
function partsOf(keys: string): string[] {
  const end = keys.length > 1 ? keys.lastIndexOf("-", keys.length - 2) : -1;
  return end < 0 ? [keys] : [...keys.slice(0, end).split("-"), keys.slice(end + 1)];
}

/** Whether a keystroke has no modifier but Shift, and types something or moves about in what is typed. Pure. */
export function isPlain(keys: string): boolean {
  const { key, mod, ctrl, alt } = parseKeys(keys);
  return !mod && !ctrl && !alt && !/^f\d+$/.test(key);
}

type KeyPress = Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey"> & {
  code?: string;
};

/** Whether an event is the keystroke. A sign such as "?" brings its own Shift. Pure. */
export function matchesKeys(event: KeyPress, keys: string, apple = isApple): boolean {
  const want = parseKeys(keys);
  return (
    keyOf(event, apple) === want.key &&
    event.metaKey === (apple && want.mod) &&
    event.ctrlKey === (apple ? want.ctrl : want.mod || want.ctrl) &&
    event.altKey === want.alt &&
    (isSign(want.key) || event.shiftKey === want.shift)
  );
}

/** Signs such as "?" bring their own Shift, on one keyboard or the other. */
const isSign = (key: string) => key.length === 1 && !/[\p{L}0-9 ]/u.test(key);

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
  const parts = partsOf(keys);
  const names = apple ? appleNames : otherNames;
  return parts.map((part, i) =>
    i < parts.length - 1
      ? (names[part] ?? part)
      : (keyNames[part.toLowerCase()] ?? (part.length === 1 ? part.toUpperCase() : part)),
  );
}

/** A keystroke as people write it on this keyboard. Pure. */
export const keyText = (keys: string, apple = isApple): string =>
  keyLabels(keys, apple).join(apple ? " " : "+");

/** A keystroke in the one way of writing it on this keyboard, to compare it by. Pure. */
export function canonical(keys: string, apple = isApple): string {
  const { key, mod, ctrl, alt, shift } = parseKeys(keys);
  const names = [
    (mod || (ctrl && !apple)) && "Mod",
    ctrl && apple && "Ctrl",
    shift && !isSign(key) && "Shift",
    alt && "Alt",
    key,
  ];
  return names.filter((name) => name !== false).join("-");
}

const modifiers = ["Control", "Meta", "Alt", "AltGraph", "Shift", "CapsLock", "Fn", "Hyper", "Super", "OS"];
const unknown = ["Dead", "Process", "Unidentified", "Compose"];

/**
 * The keystroke that a key press is, as parseKeys reads it; undefined while only modifiers are pressed, and
 * for keys without a name of their own. Pure.
 */
export function keystrokeOf(event: KeyPress, apple = isApple): string | undefined {
  if (modifiers.includes(event.key)) return undefined;
  const key = keyOf(event, apple);
  if (unknown.includes(event.key) && key === event.key.toLowerCase()) return undefined;
  const names = [
    (apple ? event.metaKey : event.ctrlKey) && "Mod",
    apple && event.ctrlKey && "Ctrl",
    event.shiftKey && !isSign(key) && "Shift",
    event.altKey && "Alt",
    key.length === 1 ? key : event.key,
  ];
  return names.filter((name) => name !== false).join("-");
}
