import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { isUsual, keysIn } from "~/commands/choosing.ts";
import { settingsQuery, useChangeSettings } from "~/data/settings.ts";
import type { ChosenKeys } from "~/ui/CommandProvider.tsx";
import type { CommandDefinition } from "~/ui/commands.ts";
import { canonical } from "~/ui/keys.ts";

const none: ChosenKeys = {};

/** The chosen keys, and what can be done to them. */
export function useKeys() {
  const settings = useQuery(settingsQuery);
  const { mutate, error } = useChangeSettings();
  const chosen = settings.data?.keys ?? none;
  const actions = useMemo(() => {
    const without = (command: CommandDefinition, keys: string) =>
      keysIn(chosen, command).filter((each) => canonical(each) !== canonical(keys));
    /** Gives commands keys. The usual ones are not kept, so that they may change with the program. */
    const give = (given: readonly (readonly [CommandDefinition, readonly string[]])[]) => {
      const own = given.filter(([command, keys]) => !isUsual(keys, command));
      const usual = given.filter(([command, keys]) => isUsual(keys, command));
      mutate({
        keys: Object.fromEntries(own.map(([{ name }, keys]) => [name, [...keys]])),
        usualKeys: usual.map(([{ name }]) => name),
      });
    };
    return {
      add(command: CommandDefinition, keys: string, from: readonly CommandDefinition[]) {
        give([
          [command, [...keysIn(chosen, command), keys]],
          ...from.map((other) => [other, without(other, keys)] as const),
        ]);
      },
      remove(command: CommandDefinition, keys: string) {
        give([[command, without(command, keys)]]);
      },
      reset(names: readonly string[]) {
        mutate({ usualKeys: [...names] });
      },
      /** Makes these the only chosen keys. */
      replace(keys: Record<string, string[]>) {
        mutate({ keys, usualKeys: Object.keys(chosen).filter((name) => !(name in keys)) });
      },
    };
  }, [chosen, mutate]);
  return { settings, chosen, error, ...actions };
}
