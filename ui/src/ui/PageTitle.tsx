import type { Ref } from "react";
import { classes } from "./classes.ts";
import { Fill } from "./slots.tsx";

/** What a page is called: in the top bar, and as its heading. */
export function PageTitle({
  ref,
  hidden,
  className,
  children,
}: {
  /** The heading, which can be given the focus. */
  ref?: Ref<HTMLHeadingElement>;
  /** The page shows what it is without a heading, which is for screen readers only then. */
  hidden?: boolean;
  /** The space below the heading. */
  className?: string;
  children: string;
}) {
  return (
    <>
      <BarTitle>{children}</BarTitle>
      <h1
        ref={ref}
        tabIndex={-1}
        className={
          hidden ? "sr-only" : classes("font-semibold text-h2 tracking-[-0.012em] outline-none", className)
        }
      >
        {children}
      </h1>
    </>
  );
}

/** What a page is called in the top bar, for a page whose heading says something else. */
export function BarTitle({ children }: { children: string }) {
  return (
    <Fill slot="heading">
      <span className="truncate font-[550]">{children}</span>
    </Fill>
  );
}
