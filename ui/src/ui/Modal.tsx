import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { classes } from "./classes.ts";
import { focusHome } from "./useKeptFocus.ts";

/**
 * What every modal surface shares: it floats over a scrim, traps the focus, begins at its first field and
 * returns the focus to where it was, or to the page when that is gone. Dialog, Sheet and the command palette give it shape.
 */
export function Modal({
  open,
  onOpenChange,
  title,
  described,
  returnTo,
  className,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The accessible name, when the content has no Radix.Title of its own. */
  title?: string;
  /** The content has a Radix.Description. */
  described?: boolean;
  /** What gets the focus afterwards. Missing: what had it before. */
  returnTo?: Element | null;
  className: string;
  children: ReactNode;
}) {
  const cameFrom = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          onOpenAutoFocus={(event) => {
            cameFrom.current = returnTo ?? document.activeElement;
            focusFirstField(event);
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const back = cameFrom.current;
            if (back instanceof HTMLElement && back.isConnected) back.focus();
            else focusHome();
          }}
          {...(!described && { "aria-describedby": undefined })}
          className={classes(
            "fixed z-40 animate-appear border-line-strong shadow-float outline-none",
            className,
          )}
        >
          {title !== undefined && <Radix.Title className="sr-only">{title}</Radix.Title>}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A form begins at its first field; what is only read takes the focus as a whole. */
function focusFirstField(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const field = event.currentTarget.querySelector<HTMLElement>(
    "input:not([tabindex='-1']):not([type=hidden]), textarea, select, [data-autofocus]",
  );
  (field ?? event.currentTarget).focus();
}
