import { Search, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useRef } from "react";
import { classes } from "./classes.ts";
import { IconButton } from "./IconButton.tsx";
import { CommandKbd } from "./Kbd.tsx";

/** A field that looks for something. Escape empties it, arrow down goes on to what was found. */
export function SearchField({
  ref,
  label,
  placeholder = label,
  value,
  onChange,
  onDown,
  onEnter,
  command,
  autoFocus,
  className,
}: {
  ref?: RefObject<HTMLInputElement | null>;
  label: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
  /** Goes into the list of what was found. */
  onDown?: () => void;
  onEnter?: () => void;
  /** The command that leads to the field, whose keys are shown while it is empty. */
  command?: string;
  autoFocus?: boolean;
  className?: string;
}) {
  const own = useRef<HTMLInputElement>(null);
  const field = ref ?? own;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" && onDown) {
      event.preventDefault();
      onDown();
    } else if (event.key === "Enter") onEnter?.();
    else if (event.key === "Escape" && value !== "") {
      event.preventDefault();
      onChange("");
    }
  };
  return (
    <div className={classes("relative min-w-0", className)}>
      <Search className="pointer-events-none absolute top-1/2 left-2.75 -translate-y-1/2 text-faint" />
      <input
        ref={field}
        type="search"
        // biome-ignore lint/a11y/noAutofocus: only pages that are this field ask for it
        autoFocus={autoFocus}
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        className="h-9.5 w-full rounded-control border border-line-control pointer-coarse:h-11 bg-ground pr-10 pl-9 text-large outline-offset-0 placeholder:text-ellipsis [&::-webkit-search-cancel-button]:hidden"
      />
      <div className="absolute inset-y-0 right-1.5 flex items-center">
        {value === "" ? (
          <span className="pointer-events-none pr-1 pointer-coarse:hidden">
            {command && <CommandKbd command={command} />}
          </span>
        ) : (
          <IconButton
            label="Clear the search"
            keys="Escape"
            className="size-7 pointer-coarse:size-10"
            onClick={() => {
              onChange("");
              field.current?.focus();
            }}
          >
            <X />
          </IconButton>
        )}
      </div>
    </div>
  );
}
