import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
} from "react";
import { type Command, commandFor, placeOf } from "./commands.ts";

/** The keystrokes that a person has chosen, by command. Commands that are missing have their usual ones. */
export type ChosenKeys = Readonly<Record<string, readonly string[]>>;

/** The commands of the pages and parts that are mounted, in the order of their mounting. */
class CommandRegistry {
  private groups = new Map<string, readonly Command[]>();
  private chosen: ChosenKeys = {};
  private all: readonly Command[] = [];
  /** Commands with the usual keys that were taken from them. */
  private freed: readonly Command[] = [];
  private listeners = new Set<() => void>();

  set(owner: string, commands: readonly Command[]): void {
    this.groups.set(owner, commands);
    this.changed();
  }

  remove(owner: string): void {
    this.groups.delete(owner);
    this.changed();
  }

  choose(keys: ChosenKeys): void {
    this.chosen = keys;
    this.changed();
  }

  readonly list = (): readonly Command[] => this.all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Runs what a key press means. Reports whether that is known. */
  press(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing) return false;
    const command = commandFor(event, this.all, placeOf(event.target));
    if (!command) return false;
    event.preventDefault();
    if (!event.repeat || command.repeats) command.run();
    return true;
  }

  /**
   * Runs what a key press in an editor means, before the editor itself is asked. A usual key of a command
   * that has other ones now means nothing.
   */
  readonly pressInEditor = (event: KeyboardEvent, own: Readonly<Record<string, () => void>>): boolean => {
    const offered = (command: Command) => command.enabled !== false || command.name in own;
    const command = commandFor(event, this.all, "editor", offered) ?? commandFor(event, this.freed, "editor");
    if (!command) return false;
    if (!event.repeat || command.repeats) (own[command.name] ?? command.run)();
    return true;
  };

  private changed(): void {
    const registered = [...this.groups.values()].flat();
    const chosen = (command: Command) => (command.native ? undefined : this.chosen[command.name]);
    this.all = registered.map((command) => {
      const keys = chosen(command);
      return keys ? { ...command, keys } : command;
    });
    this.freed = registered
      .filter((command) => command.when === "editor" && chosen(command))
      .map((command) => ({ ...command, run: () => {} }));
    for (const listener of this.listeners) listener();
  }
}

const Registry = createContext<CommandRegistry | null>(null);

function useRegistry(): CommandRegistry {
  const registry = useContext(Registry);
  if (!registry) throw new Error("commands need a CommandProvider above them");
  return registry;
}

/** Holds the registered commands and listens to the keyboard for them. */
export function CommandProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(() => new CommandRegistry());
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog or menu that is open has the keyboard for itself.
      if (event.target instanceof Element && event.target.closest('[role="dialog"],[role="menu"]')) return;
      registry.press(event);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [registry]);
  return <Registry value={registry}>{children}</Registry>;
}

/** Offers commands while the component is mounted. Give a memoised array: a new one registers anew. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useRegistry();
  const owner = useId();
  useLayoutEffect(() => registry.set(owner, commands), [registry, owner, commands]);
  useLayoutEffect(() => () => registry.remove(owner), [registry, owner]);
}

/** Every command that is offered now, with the keys that it has now. */
export function useAllCommands(): readonly Command[] {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, registry.list);
}

/** The keystroke to be shown for a command that is offered now. */
export function useKeysOf(name: string | undefined): string | undefined {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, () =>
    name === undefined ? undefined : registry.list().find((command) => command.name === name)?.keys[0],
  );
}

/** Gives commands the keys that the person has chosen, at once. */
export function useChosenKeys(keys: ChosenKeys | undefined): void {
  const registry = useRegistry();
  useLayoutEffect(() => registry.choose(keys ?? {}), [registry, keys]);
}

/** Hands a key press in an editor to the commands; the second says what some of them do in this one. */
export type PressInEditor = CommandRegistry["pressInEditor"];

export const usePressInEditor = (): PressInEditor => useRegistry().pressInEditor;
