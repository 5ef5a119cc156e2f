import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

/**
 * A panel that slides over the page from a side, for screens that are too narrow for a column of its
 * own: the side bar as a drawer, the right-hand panels as a sheet.
 */
export function Sheet({
  open,
  onOpenChange,
  title,
  side,
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The accessible name; the content shows its own heading. */
  title: string;
  side: "left" | "right" | "bottom";
  children: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className={classes(
            "fixed z-40 flex animate-appear flex-col overflow-y-auto border-line-strong bg-ground shadow-float outline-none",
            side === "left" && "inset-y-0 left-0 w-70 max-w-[85vw] border-r",
            side === "right" && "inset-y-0 right-0 w-90 max-w-[92vw] border-l",
            side === "bottom" && "inset-x-0 bottom-0 max-h-[80vh] rounded-t-dialog border-t",
          )}
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
