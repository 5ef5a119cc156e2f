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
import { type Command, commandFor, takesText } from "./commands.ts";

/** The commands of the pages and parts that are mounted, in the order of their mounting. */
class CommandRegistry {
  private groups = new Map<string, readonly Command[]>();
  private all: readonly Command[] = [];
  private listeners = new Set<() => void>();

  set(owner: string, commands: readonly Command[]): void {
    this.groups.set(owner, commands);
    this.changed();
  }

  remove(owner: string): void {
    this.groups.delete(owner);
    this.changed();
  }

  readonly list = (): readonly Command[] => this.all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private changed(): void {
    this.all = [...this.groups.values()].flat();
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
      if (event.defaultPrevented || event.isComposing) return;
      // A dialog or menu that is open has the keyboard for itself.
      if (event.target instanceof Element && event.target.closest('[role="dialog"],[role="menu"]')) return;
      const command = commandFor(event, registry.list(), takesText(event.target));
      if (!command) return;
      event.preventDefault();
      if (!event.repeat || command.repeats) command.run();
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

/** Every command that is offered now. */
export function useAllCommands(): readonly Command[] {
  const registry = useRegistry();
  return useSyncExternalStore(registry.subscribe, registry.list);
}
