import { cloneElement, type ReactElement, type ReactNode, useMemo, useRef, useState } from "react";
import { useCommands } from "./CommandProvider.tsx";
import type { Command, CommandDefinition } from "./commands.ts";
import { OnDemand, useOnDemand } from "./on-demand.ts";
import { Tooltip } from "./Tooltip.tsx";
import type { TriggerProps } from "./trigger.ts";

const popup = new OnDemand(() => import("./PopoverPopup.tsx").then((m) => m.PopoverPopup));

/** Details behind a trigger, which must pass on what a button takes. What draws them is loaded on demand. */
export function Popover({
  trigger,
  label,
  side = "bottom",
  command,
  tooltip,
  children,
}: {
  trigger: ReactElement;
  label: string;
  side?: "top" | "bottom";
  /** The command that opens them. */
  command?: CommandDefinition | undefined;
  /** What the trigger's tooltip says, beside the keys of the command. */
  tooltip?: string;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const PopoverPopup = useOnDemand(popup, open);
  useCommands(
    useMemo((): Command[] => (command ? [{ ...command, run: () => setOpen(true) }] : []), [command]),
  );
  const props: TriggerProps = {
    ref: button,
    "aria-haspopup": "dialog",
    "aria-expanded": open,
    "data-state": open ? "open" : "closed",
    onClick: () => setOpen(!open),
  };
  const shown = cloneElement(trigger as ReactElement<TriggerProps>, props);
  return (
    <>
      {tooltip === undefined ? (
        shown
      ) : (
        <Tooltip text={tooltip} command={command?.name} side={side}>
          {shown}
        </Tooltip>
      )}
      {open && PopoverPopup && (
        <PopoverPopup anchor={button} label={label} side={side} onClose={() => setOpen(false)}>
          {children}
        </PopoverPopup>
      )}
    </>
  );
}
