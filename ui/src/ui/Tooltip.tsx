import { Tooltip as Radix } from "radix-ui";
import type { FocusEvent, ReactNode } from "react";
import { Kbd } from "./Kbd.tsx";

/**
 * Names what it wraps, on hover and when the Tab key reaches it. A focus that comes back from a menu or a
 * dialog shows nothing: the tooltip would lie over what was just opened. The child must take a ref and
 * event handlers.
 */
export function Tooltip({
  text,
  keys,
  side = "bottom",
  children,
}: {
  text: string;
  keys?: string | undefined;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactNode;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild onFocus={unlessTabbed}>
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-80 animate-appear items-center gap-2 rounded-control border border-line-strong bg-raised px-2 py-1 text-small text-text shadow-float"
        >
          {text}
          {keys && <Kbd keys={keys} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

let tabbed = false;
if (typeof window !== "undefined") {
  const note = (event: Event) => {
    tabbed = event instanceof KeyboardEvent && event.key === "Tab";
  };
  window.addEventListener("keydown", note, { capture: true });
  window.addEventListener("pointerdown", note, { capture: true });
}

function unlessTabbed(event: FocusEvent): void {
  if (!tabbed) event.preventDefault();
}
