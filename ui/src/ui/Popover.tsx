import { cloneElement, type ReactElement, type ReactNode, useRef, useState } from "react";
import { OnDemand, useOnDemand } from "./on-demand.ts";

const popup = new OnDemand(() => import("./PopoverPopup.tsx").then((m) => m.PopoverPopup));

type TriggerProps = React.ComponentProps<"button"> & { "data-state"?: string };

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
    onPointerEnter: () => void popup.load(),
    onFocus: () => void popup.load(),
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
