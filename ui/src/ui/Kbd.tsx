import { isApple, keyLabels } from "./keys.ts";

/** A keystroke, written as this keyboard writes it. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="shrink-0 whitespace-nowrap rounded-tag border border-line-strong px-1 font-sans text-tiny font-medium text-faint">
      {keyLabels(keys).join(isApple ? " " : "+")}
    </kbd>
  );
}
