// What keys a command may have, and which other commands have them already.
import type { ChosenKeys } from "~/ui/CommandProvider.tsx";
import { type CommandDefinition, isInFindBar, isPassed, type When } from "~/ui/commands.ts";
import { canonical, isApple, isPlain, keyText, parseKeys } from "~/ui/keys.ts";

/** As many keys are kept for a command. */
export const mostKeys = 8;

/** The keys that a command has. Pure. */
export const keysIn = (chosen: ChosenKeys, command: CommandDefinition): readonly string[] =>
  (command.native ? undefined : chosen[command.name]) ?? command.keys;

/** Whether the two mean the same keys, in the same order. Pure. */
export function isUsual(keys: readonly string[], command: CommandDefinition): boolean {
  return (
    keys.length === command.keys.length &&
    keys.every((key, i) => canonical(key) === canonical(command.keys[i] ?? ""))
  );
}

/** Whether there are places where keys can mean both; plain ones are typed in fields. Pure. */
export function overlaps(a: When, b: When, plain = false): boolean {
  return a === b || isWithin(a, b, plain) || isWithin(b, a, plain);
}

function isWithin(inner: When, outer: When, plain: boolean): boolean {
  if (isInFindBar(inner) && plain) return outer === "find-bar";
  if (outer === "anywhere") return true;
  if (outer === "library") return inner === "row";
  if (outer === "notebook") return inner === "frame" || inner === "editor" || isInFindBar(inner);
  return outer === "find-bar" && isInFindBar(inner);
}

/** Commands by the keystrokes that they have, as canonical writes them. */
export type KeyIndex = ReadonlyMap<string, readonly CommandDefinition[]>;

/** Pure. */
export function indexKeys(all: readonly CommandDefinition[], chosen: ChosenKeys): KeyIndex {
  const index = new Map<string, CommandDefinition[]>();
  for (const command of all) {
    for (const id of new Set(keysIn(chosen, command).map((keys) => canonical(keys)))) {
      index.set(id, [...(index.get(id) ?? []), command]);
    }
  }
  return index;
}

/** The other commands that a keystroke means where it would mean this one. Pure. */
export function conflictsOf(command: CommandDefinition, keys: string, index: KeyIndex): CommandDefinition[] {
  const others = index.get(canonical(keys)) ?? [];
  const plain = isPlain(keys);
  return others.filter((other) => other.name !== command.name && overlaps(other.when, command.when, plain));
}

const closing = "The browser closes or opens tabs and windows with it and never hands it over.";
const system = "The system switches windows with it and never hands it over.";
const clipboard = "Copying and pasting of text need it.";

/** Keystrokes, as canonical writes them, that reach no page or are needed by all, with the reason. */
const kept: Readonly<Record<string, string>> = {
  "Mod-w": closing,
  "Mod-t": closing,
  "Mod-n": closing,
  "Mod-Shift-w": closing,
  "Mod-Shift-t": closing,
  "Mod-Shift-n": closing,
  "Mod-q": closing,
  "Mod-f4": closing,
  "Mod-tab": closing,
  "Ctrl-tab": closing,
  "Mod-Shift-tab": closing,
  "Ctrl-Shift-tab": closing,
  "Mod-pageup": closing,
  "Mod-pagedown": closing,
  "Alt-f4": system,
  "Alt-tab": system,
  "Shift-Alt-tab": system,
  "Mod-c": clipboard,
  "Mod-x": clipboard,
  "Mod-v": clipboard,
};

const keptByApple: Readonly<Record<string, string>> = {
  "Mod-h": system,
  "Mod-m": system,
  "Mod-`": system,
  "Mod- ": system,
  "Ctrl-arrowup": system,
  "Ctrl-arrowdown": system,
};

/** Why a command cannot have a keystroke, as a sentence; undefined when it can. Pure. */
export function refusalOf(keys: string, command: CommandDefinition, apple = isApple): string | undefined {
  const id = canonical(keys, apple);
  const reason = kept[id] ?? (apple ? keptByApple[id] : undefined);
  if (reason) return `${keyText(keys, apple)} cannot be used. ${reason}`;
  if (!isPlain(keys)) return undefined;
  const { key } = parseKeys(keys);
  if (key === "tab") return "Tab moves the keyboard from one control to the next.";
  // There nothing is typed, and no control has the keyboard but what the commands are for.
  if (command.when === "frame" || command.when === "row") return undefined;
  if (isPassed(key, command.when)) return undefined;
  if (id === "Shift-enter") return undefined;
  const more = `Add ${apple ? "⌘" : "Ctrl"} or Alt to it.`;
  if (command.when === "editor") return `Editors need this key for writing. ${more}`;
  if (isInFindBar(command.when)) return `The find bar needs this key for writing. ${more}`;
  if (key.length > 1 || key === " ") return `This key moves about, or presses what has the keyboard. ${more}`;
  return undefined;
}
