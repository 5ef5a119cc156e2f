import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { OnDemand, useOnDemand } from "~/ui/on-demand.ts";

const palette = new OnDemand(() => import("./CommandPalette.tsx"));

/** The command palette, with a field in its place while it is loaded: what is typed meanwhile is kept. */
export function PaletteHost({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [before] = useState(() => document.activeElement);
  const part = useOnDemand(palette, true);
  return (
    <>
      <EarlyField
        typed={typed}
        onTyped={setTyped}
        returnTo={before}
        onClose={onClose}
        covered={part !== undefined}
      />
      {part && <part.CommandPalette typed={typed} onTyped={setTyped} returnTo={before} onClose={onClose} />}
    </>
  );
}

/** Takes the keyboard at once, holds it until the palette has it, and returns it to where it was. */
function EarlyField({
  typed,
  onTyped,
  returnTo,
  onClose,
  covered,
}: {
  typed: string;
  onTyped: (typed: string) => void;
  returnTo: Element | null;
  onClose: () => void;
  /** The palette is there. */
  covered: boolean;
}) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    return () => {
      if (returnTo instanceof HTMLElement) returnTo.focus();
    };
  }, [returnTo]);
  useEffect(() => {
    if (covered) return;
    const onPointer = (event: PointerEvent) => event.target !== field.current && onClose();
    document.addEventListener("pointerdown", onPointer);
    return () => document.removeEventListener("pointerdown", onPointer);
  }, [covered, onClose]);
  return (
    <div
      role="dialog"
      aria-label="Commands"
      aria-hidden={covered}
      className="fixed top-[12vh] left-1/2 z-30 w-[calc(100vw-24px)] max-w-dialog-wide -translate-x-1/2 rounded-dialog border border-line-strong bg-raised shadow-float aria-hidden:opacity-0"
    >
      <input
        ref={field}
        aria-label="Find a command, a notebook or text"
        tabIndex={covered ? -1 : 0}
        value={typed}
        onChange={(event) => onTyped(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && onClose()}
        className="h-11 w-full bg-transparent px-4 text-large outline-none"
      />
      {!covered && (
        <p role="status" className="animate-late border-line border-t px-4 py-2 text-muted text-small">
          Loading the commands
        </p>
      )}
    </div>
  );
}
