import { cloneElement, type ReactElement } from "react";

/**
 * Names what it wraps, on hover and when the Tab key reaches it. It only marks its child; TooltipLayer shows
 * the one tooltip of the page, so that a page of many buttons stays light.
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
  children: ReactElement<object>;
}) {
  return cloneElement(children, {
    "data-tooltip": text,
    "data-tooltip-keys": keys,
    "data-tooltip-side": side === "bottom" ? undefined : side,
  } as object);
}
