import { DropdownMenu as Radix } from "radix-ui";
import { type ReactNode, type RefObject, useEffect, useMemo, useRef } from "react";
import { MenuParts } from "./menu-parts.ts";

/**
 * An open menu beside its button. What the chosen entry does happens after the menu has closed and the
 * focus is back on the button, so that a dialog opened by an entry returns the focus there too.
 */
export function MenuPopup({
  anchor,
  label,
  align,
  toFirst,
  onClose,
  children,
}: {
  anchor: RefObject<HTMLElement | null>;
  label: string | undefined;
  align: "start" | "end";
  /** Whether the focus goes to the first entry. */
  toFirst: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const chosen = useRef<(() => void) | null>(null);
  const content = useRef<HTMLDivElement>(null);
  const parts = useMemo(() => {
    const choose = (act: () => void) => {
      chosen.current = act;
    };
    const { Item, CheckboxItem, Separator } = Radix;
    return { Item, CheckboxItem, Separator, choose };
  }, []);
  useScrolledAway(anchor, onClose);
  useEffect(() => {
    if (!toFirst) return;
    const frame = requestAnimationFrame(() => {
      content.current?.querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [toFirst]);

  const { left, top, width, height } = anchor.current?.getBoundingClientRect() ?? new DOMRect();
  return (
    <Radix.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Radix.Trigger asChild>
        <span
          aria-hidden
          tabIndex={-1}
          style={{ left, top, width, height }}
          className="pointer-events-none fixed -z-10 overflow-hidden opacity-0"
        >
          {label ?? anchor.current?.getAttribute("aria-label") ?? anchor.current?.textContent}
        </span>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          ref={content}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          onInteractOutside={(event) => {
            // The button's own click closes the menu.
            if (event.target instanceof Node && anchor.current?.contains(event.target))
              event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            anchor.current?.focus();
            chosen.current?.();
          }}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-appear overflow-y-auto rounded-box border border-line-strong bg-raised p-1 shadow-float"
        >
          <MenuParts value={parts}>{children}</MenuParts>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const NOT_AWAY = 8; // pixels

/** Closes what floats beside an element when that is scrolled away from where it was. */
function useScrolledAway(anchor: RefObject<HTMLElement | null>, onClose: () => void): void {
  const latest = useRef(onClose);
  latest.current = onClose;
  useEffect(() => {
    const placeOf = (element: HTMLElement | null) => element?.getBoundingClientRect() ?? new DOMRect();
    const { left, top } = placeOf(anchor.current);
    const scrolled = (event: Event) => {
      if (!(event.target instanceof Node) || !anchor.current || !event.target.contains(anchor.current))
        return;
      // The event of a scrolling that ended before comes as well.
      const now = placeOf(anchor.current);
      if (Math.hypot(now.left - left, now.top - top) > NOT_AWAY) latest.current();
    };
    document.addEventListener("scroll", scrolled, { capture: true, passive: true });
    return () => document.removeEventListener("scroll", scrolled, { capture: true });
  }, [anchor]);
}
