import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { classes } from "./classes.ts";

/**
 * Text that is renamed where it stands: click or Enter edits, Enter or leaving commits, Escape takes
 * back. The caller owns `editing` when it starts the renaming itself, as a menu does.
 */
export function EditableText({
  label,
  value,
  busy,
  error,
  editing: editingFromOutside,
  onEditingChange,
  onCommit,
  className,
}: {
  label: string;
  value: string;
  busy?: boolean;
  error?: ReactNode;
  editing?: boolean;
  onEditingChange?: (editing: boolean) => void;
  /** Called with the trimmed text when it is another one, and not empty. */
  onCommit: (value: string) => void;
  /** The look of the text, the same while it is edited. */
  className?: string;
}) {
  const [editingHere, setEditingHere] = useState(false);
  const editing = editingFromOutside ?? editingHere;
  const cancelled = useRef(false);
  const refocus = useRef(false);

  const setEditing = (next: boolean) => {
    setEditingHere(next);
    onEditingChange?.(next);
  };
  const finish = (text: string) => {
    setEditing(false);
    const next = text.trim();
    if (!cancelled.current && next !== "" && next !== value) onCommit(next);
    cancelled.current = false;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    cancelled.current = event.key === "Escape";
    refocus.current = true;
    event.currentTarget.blur();
  };

  if (editing) {
    return (
      <input
        ref={(input) => {
          input?.focus();
          input?.select();
        }}
        aria-label={label}
        defaultValue={value}
        spellCheck={false}
        autoComplete="off"
        onBlur={(event) => finish(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onClick={(event) => event.stopPropagation()}
        className={classes(
          "-mx-1 min-w-0 rounded-tag bg-ground px-1 outline-2 outline-focus field-sizing-content",
          className,
        )}
      />
    );
  }
  return (
    <>
      <button
        type="button"
        ref={(button) => {
          if (!button || !refocus.current) return;
          refocus.current = false;
          button.focus();
        }}
        aria-label={`${label}: ${value}. Rename`}
        aria-busy={busy || undefined}
        onClick={() => setEditing(true)}
        className={classes(
          "-mx-1 min-h-6 min-w-0 truncate rounded-tag px-1 text-left hover:bg-hover pointer-coarse:min-h-10",
          busy && "opacity-60",
          className,
        )}
      >
        {value}
      </button>
      {error && (
        <span role="alert" className="text-bad text-small">
          {error}
        </span>
      )}
    </>
  );
}
