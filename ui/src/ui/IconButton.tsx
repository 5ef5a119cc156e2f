import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { Tooltip } from "./Tooltip.tsx";

export interface IconButtonProps extends ComponentProps<"button"> {
  /** The accessible name, shown in the tooltip too. */
  label: string;
  /** A keystroke, such as "Enter", that does the same. */
  keys?: string | undefined;
  /** The command that does the same, whose keys are shown. */
  command?: string | undefined;
  pressed?: boolean;
}

/** A button that shows only an icon; its name and its shortcut are in the tooltip. */
export function IconButton({ label, keys, command, pressed, className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} keys={keys} command={command}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={pressed}
        {...rest}
        className={classes(
          "grid size-(--size-control) shrink-0 place-items-center rounded-control text-muted transition-colors",
          "enabled:hover:bg-hover enabled:hover:text-text disabled:opacity-50 data-[state=open]:bg-hover",
          pressed && "bg-hover text-text",
          className,
        )}
      >
        {children}
      </button>
    </Tooltip>
  );
}
