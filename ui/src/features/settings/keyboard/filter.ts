import { type KeyIndex, keysIn } from "~/commands/choosing.ts";
import type { ChosenKeys } from "~/ui/CommandProvider.tsx";
import type { CommandDefinition, When } from "~/ui/commands.ts";
import { canonical, keyText } from "~/ui/keys.ts";

/** Where the keys of a command mean it, as it is said. */
export const places: Readonly<Record<When, string>> = {
  anywhere: "Everywhere",
  library: "In the library",
  row: "On a notebook in a list",
  notebook: "In a notebook",
  frame: "On a selected cell",
  editor: "While editing",
  "find-bar": "In the find bar",
  "find-field": "In its field for words",
  "replace-field": "In its field to replace",
};

/** What is looked for: words, or the commands of a keystroke. */
export interface Wanted {
  readonly words: string;
  readonly keys: string | undefined;
  /** Only commands whose keys were changed. */
  readonly changed: boolean;
}

/** The commands that are looked for, by group, in the order in which groups first appear. Pure. */
export function found(
  all: readonly CommandDefinition[],
  { words, keys, changed }: Wanted,
  chosen: ChosenKeys,
  index: KeyIndex,
): [string, CommandDefinition[]][] {
  const having = keys === undefined ? undefined : (index.get(canonical(keys)) ?? []);
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, CommandDefinition[]>();
  for (const command of all) {
    if (changed && chosen[command.name] === undefined) continue;
    if (having && !having.includes(command)) continue;
    const text = textOf(command, chosen);
    if (!parts.every((part) => text.includes(part))) continue;
    groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  }
  return [...groups];
}

function textOf(command: CommandDefinition, chosen: ChosenKeys): string {
  const keys = keysIn(chosen, command).map((each) => keyText(each));
  const { label, group, search, name, when } = command;
  return [label, group, search, name, places[when], ...keys].join(" ").toLowerCase();
}
