import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { Modal } from "./Modal.tsx";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** A sentence under the title. */
  description?: ReactNode;
  wide?: boolean;
  /** It is only read: the focus goes to the text, which the keys then scroll. */
  reading?: boolean;
  /** The buttons, the main one last. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** A modal question or form. It traps the focus and returns it to where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  wide,
  reading,
  actions,
  children,
}: DialogProps) {
  return (
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      described={description !== undefined}
      className={classes(
        "top-[12vh] left-1/2 flex max-h-[80vh] w-[calc(100vw-24px)] -translate-x-1/2 flex-col rounded-dialog border bg-raised",
        wide ? "max-w-dialog-wide" : "max-w-dialog",
      )}
    >
      <header className="flex items-start gap-3 px-5 pt-4">
        <div className="min-w-0 flex-1">
          <Radix.Title className="font-semibold text-large">{title}</Radix.Title>
          {description !== undefined && (
            <Radix.Description className="mt-1 text-muted">{description}</Radix.Description>
          )}
        </div>
        {/* Without a tooltip: one would take the Escape that is meant for the dialog. */}
        <Radix.Close
          aria-label="Close"
          className="-mt-1 -mr-2 grid size-(--size-control) shrink-0 place-items-center rounded-control text-muted hover:bg-hover hover:text-text"
        >
          <X />
        </Radix.Close>
      </header>
      <div
        {...(reading && { tabIndex: 0, "data-autofocus": true })}
        className="min-h-0 flex-1 overflow-y-auto px-5 py-4 -outline-offset-2"
      >
        {children}
      </div>
      {actions && (
        <footer className="flex flex-wrap justify-end gap-2 border-line border-t px-5 py-3">{actions}</footer>
      )}
    </Modal>
  );
}
