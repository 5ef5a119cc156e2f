import type { ReactNode } from "react";
import { matchesKeys, parseKeys } from "./keys.ts";

/** What a person can do. Toolbars, the palette, the keyboard and the help sheet all read this record. */
export interface Command {
  /** Unique among the commands of a moment, such as "notebook.run-all". */
  name: string;
  /** Says what happens, in sentence case: "Run all cells". */
  label: string;
  /** The heading it stands under in the palette and in the help sheet. */
  group: string;
  /** Keystrokes as parseKeys reads them, the usual one first. */
  keys?: string[];
  icon?: ReactNode;
  /** More words that the palette finds it by. */
  search?: string;
  /** Missing: always. A command that is not enabled is not offered. */
  enabled?: boolean;
  /** Runs again and again while its keys are held, as moving about does. Missing: once a press. */
  repeats?: boolean;
  /** Its keys are the browser's, which tells of them by an event such as copy. They are only shown. */
  native?: boolean;
  run: () => void;
}

/** The first keystroke of a command, for tooltips and menus. Pure. */
export const keysOf = (command: Command): string | undefined => command.keys?.[0];

/**
 * The command that a key press means, if any. The latest registered wins. Keystrokes without Mod, Ctrl
 * or Alt belong to what is being typed when `typing` is set; function keys type nothing. Pure.
 */
export function commandFor(
  event: Pick<KeyboardEvent, "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey"> & { code?: string },
  commands: readonly Command[],
  typing: boolean,
): Command | undefined {
  return commands.findLast(
    (command) =>
      command.enabled !== false &&
      !command.native &&
      command.keys?.some((keys) => matchesKeys(event, keys) && !(typing && isPlain(keys))),
  );
}

function isPlain(keys: string): boolean {
  const { key, mod, ctrl, alt } = parseKeys(keys);
  return !mod && !ctrl && !alt && !/^f\d+$/.test(key);
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
