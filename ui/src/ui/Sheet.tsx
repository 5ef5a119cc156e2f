import { X } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import { IconButton } from "./IconButton.tsx";
import { Modal } from "./Modal.tsx";

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
    <Modal
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      className={classes(
        "flex flex-col overflow-y-auto bg-ground",
        side === "left" && "inset-y-0 left-0 w-70 max-w-[85vw] border-r",
        side === "right" && "inset-y-0 right-0 w-90 max-w-[92vw] border-l",
        side === "bottom" && "inset-x-0 bottom-0 max-h-[80vh] rounded-t-dialog border-t",
      )}
    >
      {children}
      {/* Last in the order, so that the sheet begins with what it shows. */}
      <IconButton label="Close" onClick={() => onOpenChange(false)} className="absolute! top-1 right-1.5">
        <X />
      </IconButton>
    </Modal>
  );
}
