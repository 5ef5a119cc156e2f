import type { ReactNode } from "react";
import { matchesKeys } from "./keys.ts";

/** A part of a page with keys of its own, which its element tells in data-keys. */
const parts = ["row", "find-bar", "find-field", "replace-field"] as const;
type Part = (typeof parts)[number];

/**
 * Where the keys of a command mean it: everywhere, on the pages of the library or on a notebook in its lists, in
 * an open notebook, on the frame of a cell (command mode) or in the editor of one, in the find bar or in one of
 * its fields.
 */
export type When = "anywhere" | "library" | "notebook" | "frame" | "editor" | Part;

declare const defined: unique symbol;

/** What a command is called and which keys it has. All are made by `define`, in ~/commands, so that they can be listed. */
export interface CommandDefinition {
  readonly [defined]: true;
  /** Unique, such as "notebook.run-all". What people choose for a command is kept under it. */
  name: string;
  /** Says what happens, in sentence case: "Run all cells". */
  label: string;
  /** The heading it stands under in the palette and in the help sheet. */
  group: string;
  when: When;
  /** Keystrokes as parseKeys reads them, the one to be shown first. */
  keys: readonly string[];
  /** More words that the palette finds it by. */
  search?: string;
  /** Runs again and again while its keys are held, as moving about does. Missing: once a press. */
  repeats?: boolean;
  /** Its keys are the browser's, which tells of them by an event such as copy. They are only shown. */
  native?: boolean;
}

/** What a person can do. Toolbars, the palette, the keyboard and the help sheet all read this record. */
export interface Command extends CommandDefinition {
  icon?: ReactNode;
  /** Missing: always. A command that is not enabled is not offered. */
  enabled?: boolean;
  run: () => void;
}

type Described = Pick<CommandDefinition, "label" | "search" | "repeats" | "native"> & {
  group?: string;
  when?: When;
  keys?: readonly string[];
};

/** Makes the definitions of a group of commands, by their names. */
export function define<const Name extends string>(
  shared: { group: string; when: When },
  commands: Readonly<Record<Name, Described>>,
): Readonly<Record<Name, CommandDefinition>> {
  const made = Object.entries<Described>(commands).map(([name, described]) => {
    const definition = { name, keys: [], ...shared, ...described };
    return [name, definition as unknown as CommandDefinition] as const;
  });
  return Object.fromEntries(made) as Record<Name, CommandDefinition>;
}

/** The first keystroke of a command, for tooltips and menus. Pure. */
export const keysOf = (command: Command): string | undefined => command.keys[0];

/** Where the keyboard is. */
export type Place = "frame" | "control" | "editor" | "field" | "page" | Part;

/** Where the keyboard is when it is on an element: the frame, a control or the editor of a cell, or elsewhere. */
export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof Element)) return "page";
  const own = target.closest<HTMLElement>("[data-keys]")?.dataset.keys;
  const part = parts.find((name) => name === own);
  if (part) return part;
  if (target.closest("[data-editor]")) return "editor";
  if (takesText(target)) return "field";
  if (target.hasAttribute("data-cell")) return "frame";
  return target.closest("[data-cell]") ? "control" : "page";
}

type KeyPress = Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey"> & {
  code?: string;
};

/**
 * The command that a key press means, if any: of several the one for the narrower place, then the latest
 * registered. Keystrokes without Mod, Ctrl or Alt belong to what is being typed, or to the control that has
 * the keyboard; function keys type nothing, nor does Shift-Enter in an editor. Pure.
 */
export function commandFor(
  event: KeyPress,
  commands: readonly Command[],
  place: Place,
  isOffered: (command: Command) => boolean = (command) => command.enabled !== false,
): Command | undefined {
  const plain = !event.metaKey && !event.ctrlKey && !event.altKey && !/^F\d+$/.test(event.key);
  if (plain && passed[place]?.includes(event.key) === false) return undefined;
  if (plain && place === "editor" && !(event.key === "Enter" && event.shiftKey)) return undefined;
  const meant = commands.filter(
    (command) =>
      !command.native &&
      isOffered(command) &&
      reaches(command.when, place, plain) &&
      command.keys.some((keys) => matchesKeys(event, keys)),
  );
  return meant.findLast((command) => command.when === place) ?? meant.at(-1);
}

/** The keys without Mod, Ctrl or Alt that are not for what is typed or pressed in a place. */
const passed: { readonly [P in Place]?: readonly string[] } = {
  field: [],
  "find-bar": ["Escape"],
  "find-field": ["Enter", "Escape"],
  "replace-field": ["Enter", "Escape"],
};

/** Whether a place is the find bar or a part of it. Pure. */
export const isInFindBar = (place: Place | When): boolean => place !== "field" && place in passed;

/** Whether a key without Mod, Ctrl or Alt can mean a command of the find bar or of a part of it. Pure. */
export const isPassed = (key: string, when: When): boolean =>
  passed[when as Place]?.some((each) => each.toLowerCase() === key.toLowerCase()) ?? false;

function reaches(when: When, place: Place, plain: boolean): boolean {
  if (when === "frame") return place === "frame" || (place === "control" && !plain);
  if (isInFindBar(place) && (plain || when === "find-bar")) return when === place || when === "find-bar";
  return when === place || when === "anywhere" || when === "library" || when === "notebook";
}

/** Whether the element takes typed text. */
export function takesText(element: EventTarget | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement) return true;
  if (element instanceof HTMLSelectElement) return true;
  return (
    element instanceof HTMLInputElement &&
    !["checkbox", "radio", "button", "range", "file"].includes(element.type)
  );
}
