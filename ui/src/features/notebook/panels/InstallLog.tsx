import { useLayoutEffect, useRef } from "react";
import type { PackagesStatus } from "~/protocol/wire.ts";
import { OutputLines } from "../OutputLines.tsx";

/** What the package manager said, the latest line in view. */
export function InstallLog({ status }: { status: PackagesStatus }) {
  const scroller = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the log as it grows
  useLayoutEffect(() => {
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [status.log]);
  return (
    <div
      ref={scroller}
      role="log"
      aria-label="Log of the installation"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
      tabIndex={0}
      className="output-text wrapped max-h-60 overflow-auto border-line border-t bg-sunken py-2 text-[12px]! -outline-offset-2"
    >
      <OutputLines lines={status.log.map((text) => ({ stream: "out", text }))} />
    </div>
  );
}
