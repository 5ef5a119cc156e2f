import { useKeysOf } from "./CommandProvider.tsx";
import { keyText } from "./keys.ts";

/** A keystroke, written as this keyboard writes it. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="shrink-0 whitespace-nowrap rounded-tag border border-line-strong px-1 font-sans text-tiny font-medium text-faint">
      {keyText(keys)}
    </kbd>
  );
}

/** The keystroke that a command has now, if it has one. */
export function CommandKbd({ command }: { command: string }) {
  const keys = useKeysOf(command);
  return keys === undefined ? null : <Kbd keys={keys} />;
}
