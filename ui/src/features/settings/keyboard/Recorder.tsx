import { type KeyboardEvent, useEffect, useRef } from "react";
import { classes } from "~/ui/classes.ts";
import { keystrokeOf, keyText } from "~/ui/keys.ts";

/**
 * A field that takes the keys that are pressed in it. Tab leaves it, and so does Escape. Enter accepts what
 * was pressed before; pressed first it is a key like others.
 */
export function Recorder({
  label,
  hint,
  keys,
  describedBy,
  onKeys,
  onAccept,
  className,
}: {
  label: string;
  /** What it says before any key was pressed. */
  hint: string;
  keys: string | undefined;
  describedBy?: string | undefined;
  onKeys: (keys: string) => void;
  onAccept?: () => void;
  className?: string;
}) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (plain && (event.key === "Tab" || event.key === "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (plain && event.key === "Enter" && !event.shiftKey && keys !== undefined && keys !== "Enter") {
      onAccept?.();
      return;
    }
    const pressed = event.nativeEvent.getModifierState("AltGraph")
      ? undefined
      : keystrokeOf(event.nativeEvent);
    if (pressed !== undefined) onKeys(pressed);
  };
  return (
    <input
      ref={field}
      readOnly
      aria-label={label}
      aria-describedby={describedBy}
      placeholder={hint}
      value={keys === undefined ? "" : keyText(keys)}
      onKeyDown={onKeyDown}
      className={classes(
        "h-9.5 w-full min-w-0 rounded-control border border-line-strong bg-ground px-3 font-[550] text-large placeholder:font-normal",
        className,
      )}
    />
  );
}
