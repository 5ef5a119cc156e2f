import type { ReactNode } from "react";
import { classes } from "~/ui/classes.ts";
import type { CommandDefinition } from "~/ui/commands.ts";
import { Popover } from "~/ui/Popover.tsx";

export const STATUS_ITEM =
  "flex h-full shrink-0 items-center gap-1.25 rounded-tag px-1.5 tabular-nums -outline-offset-2 hover:bg-hover hover:text-text [&_svg.lucide]:size-3.5";

/** An item of the status bar with details behind it. */
export function StatusItem({
  icon,
  text,
  bad,
  title,
  command,
  children,
}: {
  icon?: ReactNode;
  text: string;
  bad?: boolean;
  title: string;
  /** The command that opens the details. */
  command: CommandDefinition;
  children?: ReactNode;
}) {
  const trigger = (
    <button type="button" className={classes(STATUS_ITEM, bad && "text-bad")}>
      {icon}
      {text}
    </button>
  );
  return (
    <Popover trigger={trigger} label={text} side="top" command={command} tooltip={title}>
      <p className="font-[550]">{title}</p>
      {children && <div className="mt-1 text-muted">{children}</div>}
    </Popover>
  );
}
