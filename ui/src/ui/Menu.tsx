import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { createContext, type ReactNode, useContext, useRef } from "react";
import { classes } from "./classes.ts";
import { Kbd } from "./Kbd.tsx";

// What the chosen item does happens after the menu has closed and the focus is back on its trigger, so
// that a dialog opened by an item returns the focus there too.
const Chosen = createContext<{ current: (() => void) | null }>({ current: null });

/** A menu behind a trigger. The trigger must take a ref and event handlers. */
export function Menu({
  trigger,
  label,
  align = "end",
  children,
}: {
  trigger: ReactNode;
  label?: string;
  align?: "start" | "end";
  children: ReactNode;
}) {
  const chosen = useRef<(() => void) | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild ref={button}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            const act = chosen.current;
            chosen.current = null;
            if (!act) return;
            event.preventDefault();
            button.current?.focus();
            act();
          }}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-appear overflow-y-auto rounded-box border border-line-strong bg-raised p-1 shadow-float"
        >
          <Chosen value={chosen}>{children}</Chosen>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** One entry of a menu. */
export function MenuItem({
  icon,
  keys,
  danger,
  disabled,
  checked,
  onSelect,
  children,
}: {
  icon?: ReactNode;
  keys?: string | undefined;
  danger?: boolean;
  disabled?: boolean;
  /** Given for one of several choices: whether it is the present one. */
  checked?: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  const chosen = useContext(Chosen);
  const choose = () => {
    chosen.current = onSelect;
  };
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
    </>
  );
  if (checked === undefined) {
    return (
      <Radix.Item disabled={disabled ?? false} onSelect={choose} className={look}>
        {content}
      </Radix.Item>
    );
  }
  return (
    <Radix.CheckboxItem checked={checked} disabled={disabled ?? false} onSelect={choose} className={look}>
      {content}
      <span className="size-4">{checked && <Check />}</span>
    </Radix.CheckboxItem>
  );
}

/** A line between groups of entries. */
export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
