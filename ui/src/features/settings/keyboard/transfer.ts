// Chosen keys as a file, to carry them to another server.
import { mostKeys, refusalOf } from "~/commands/choosing.ts";
import type { ChosenKeys } from "~/ui/CommandProvider.tsx";
import type { CommandDefinition } from "~/ui/commands.ts";
import { parseKeys } from "~/ui/keys.ts";

/** The file that holds the chosen keys. Pure. */
export function written(chosen: ChosenKeys): string {
  return `${JSON.stringify({ keys: chosen }, null, 2)}\n`;
}

export interface Read {
  readonly keys: Record<string, string[]>;
  /** What the file has and cannot be used, a line each. */
  readonly passedOver: readonly string[];
}

/** What a file says about keys. It throws, with a sentence, when the file is no such file. Pure. */
export function read(text: string, all: readonly CommandDefinition[]): Read {
  const entries = Object.entries(keysOf(text));
  const commands = new Map(all.map((command) => [command.name, command]));
  const keys: Record<string, string[]> = {};
  const passedOver: string[] = [];
  for (const [name, list] of entries) {
    const command = commands.get(name);
    if (!command || command.native || !Array.isArray(list)) passedOver.push(`${name}: no such command`);
    else {
      const refused = (each: unknown) =>
        typeof each !== "string" || parseKeys(each).key === "" || refusalOf(each, command) !== undefined;
      keys[name] = list.filter((each): each is string => !refused(each)).slice(0, mostKeys);
      for (const each of list.filter(refused)) passedOver.push(`${command.label}: ${String(each)}`);
    }
  }
  return { keys, passedOver };
}

function keysOf(text: string): object {
  const parsed = parsedJSON(text);
  const keys = typeof parsed === "object" && parsed !== null && "keys" in parsed ? parsed.keys : undefined;
  if (typeof keys !== "object" || keys === null) throw new Error("The file holds no keys");
  return keys;
}

function parsedJSON(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("The file is not JSON");
  }
}
