import { cloneElement, type ReactElement, type ReactNode, useRef, useState } from "react";
import { OnDemand, useOnDemand } from "./on-demand.ts";
import type { TriggerProps } from "./trigger.ts";

const popup = new OnDemand(() => import("./PopoverPopup.tsx").then((m) => m.PopoverPopup));

/** Details behind a trigger, which must pass on what a button takes. What draws them is loaded on demand. */
export function Popover({
  trigger,
  label,
  side = "bottom",
  children,
}: {
  trigger: ReactElement;
  label: string;
  side?: "top" | "bottom";
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const PopoverPopup = useOnDemand(popup, open);
  const props: TriggerProps = {
    ref: button,
    "aria-haspopup": "dialog",
    "aria-expanded": open,
    "data-state": open ? "open" : "closed",
    onClick: () => setOpen(!open),
  };
  return (
    <>
      {cloneElement(trigger as ReactElement<TriggerProps>, props)}
      {open && PopoverPopup && (
        <PopoverPopup anchor={button} label={label} side={side} onClose={() => setOpen(false)}>
          {children}
        </PopoverPopup>
      )}
    </>
  );
}
