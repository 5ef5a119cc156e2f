import { Check } from "lucide-react";
import { cloneElement, type ReactElement, type ReactNode, useContext, useRef, useState } from "react";
import { classes } from "./classes.ts";
import { CommandKbd, Kbd } from "./Kbd.tsx";
import { MenuParts } from "./menu-parts.ts";
import { OnDemand, useOnDemand } from "./on-demand.ts";
import type { TriggerProps } from "./trigger.ts";

const popup = new OnDemand(() => import("./MenuPopup.tsx").then((m) => m.MenuPopup));

/** A menu behind a trigger, which must pass on what a button takes. What draws it is loaded on demand. */
export function Menu({
  trigger,
  label,
  align = "end",
  children,
}: {
  trigger: ReactElement;
  label?: string;
  align?: "start" | "end";
  children: ReactNode;
}) {
  const [open, setOpen] = useState<"pointer" | "keyboard">();
  const button = useRef<HTMLButtonElement>(null);
  const MenuPopup = useOnDemand(popup, open !== undefined);
  const props: TriggerProps = {
    ref: button,
    "aria-haspopup": "menu",
    "aria-expanded": open !== undefined,
    "data-state": open ? "open" : "closed",
    // A click by the keyboard has no detail.
    onClick: (event) => setOpen(open ? undefined : event.detail > 0 ? "pointer" : "keyboard"),
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      setOpen("keyboard");
    },
  };
  return (
    <>
      {cloneElement(trigger as ReactElement<TriggerProps>, props)}
      {open && MenuPopup && (
        <MenuPopup
          anchor={button}
          label={label}
          align={align}
          toFirst={open === "keyboard"}
          onClose={() => setOpen(undefined)}
        >
          {children}
        </MenuPopup>
      )}
    </>
  );
}

/** One entry of a menu. */
export function MenuItem({
  icon,
  keys,
  command,
  danger,
  disabled,
  checked,
  onSelect,
  children,
}: {
  icon?: ReactNode;
  keys?: string | undefined;
  /** The command whose keys it shows. */
  command?: string;
  danger?: boolean;
  disabled?: boolean;
  /** Given for one of several choices: whether it is the present one. */
  checked?: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  const { Item, CheckboxItem, choose } = useContext(MenuParts);
  const look = classes(
    "flex h-7 select-none items-center gap-2 rounded-control px-2 outline-none pointer-coarse:h-10",
    "data-disabled:opacity-50 data-highlighted:bg-hover",
    danger ? "text-bad" : "text-text",
  );
  const content = (
    <>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <Kbd keys={keys} />}
      {command && <CommandKbd command={command} />}
    </>
  );
  if (checked === undefined) {
    return (
      <Item disabled={disabled ?? false} onSelect={() => choose(onSelect)} className={look}>
        {content}
      </Item>
    );
  }
  return (
    <CheckboxItem
      checked={checked}
      disabled={disabled ?? false}
      onSelect={() => choose(onSelect)}
      className={look}
    >
      {content}
      <span className="size-4">{checked && <Check />}</span>
    </CheckboxItem>
  );
}

/** A line between groups of entries. */
export function MenuSeparator() {
  const { Separator } = useContext(MenuParts);
  return <Separator className="my-1 h-px bg-line" />;
}
