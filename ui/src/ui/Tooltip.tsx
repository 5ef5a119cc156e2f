import { cloneElement, type ReactElement } from "react";

/**
 * Names what it wraps, on hover and when the Tab key reaches it. It only marks its child; TooltipLayer shows
 * the one tooltip of the page, so that a page of many buttons stays light.
 */
export function Tooltip({
  text,
  keys,
  command,
  side = "bottom",
  children,
}: {
  text: string;
  keys?: string | undefined;
  /** The command that does the same, whose keys are shown. */
  command?: string | undefined;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactElement<object>;
}) {
  return cloneElement(children, {
    "data-tooltip": text,
    "data-tooltip-keys": keys,
    "data-tooltip-command": command,
    "data-tooltip-side": side === "bottom" ? undefined : side,
  } as object);
}
