import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useRef, useState } from "react";

const load = () => import("./PopoverPopup.tsx");
const PopoverPopup = lazy(async () => ({ default: (await load()).PopoverPopup }));

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
  const props: TriggerProps = {
    ref: button,
    "aria-haspopup": "dialog",
    "aria-expanded": open,
    "data-state": open ? "open" : "closed",
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setOpen(!open),
  };
  return (
    <>
      {cloneElement(trigger as ReactElement<TriggerProps>, props)}
      {open && (
        <Suspense fallback={null}>
          <PopoverPopup anchor={button} label={label} side={side} onClose={() => setOpen(false)}>
            {children}
          </PopoverPopup>
        </Suspense>
      )}
    </>
  );
}
