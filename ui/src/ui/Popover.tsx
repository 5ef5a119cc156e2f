import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Details behind a trigger. The trigger must take a ref and event handlers. */
export function Popover({
  trigger,
  label,
  side = "bottom",
  children,
}: {
  trigger: ReactNode;
  label: string;
  side?: "top" | "bottom";
  children: ReactNode;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          side={side}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="z-40 w-80 max-w-[calc(100vw-16px)] animate-appear rounded-box border border-line-strong bg-raised p-3.5 shadow-float outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
