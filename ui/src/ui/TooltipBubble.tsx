import { computePosition, flip, offset, type Placement, shift } from "@floating-ui/dom";
import { useId, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { CommandKbd, Kbd } from "./Kbd.tsx";

/** The tooltip of an element that Tooltip has marked, beside it. */
export function TooltipBubble({ target }: { target: HTMLElement }) {
  const bubble = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ x: number; y: number }>();
  const id = useId();
  const {
    tooltip: text = "",
    tooltipKeys: keys,
    tooltipCommand: command,
    tooltipSide: side = "bottom",
  } = target.dataset;

  useLayoutEffect(() => {
    const element = bubble.current;
    if (!element) return;
    let present = true;
    const middleware = [offset(6), flip(), shift({ padding: 8 })];
    void computePosition(target, element, {
      placement: side as Placement,
      strategy: "fixed",
      middleware,
    }).then(({ x, y }) => present && setPlace({ x, y }));
    return () => {
      present = false;
    };
  }, [target, side]);

  useLayoutEffect(() => {
    if (target.getAttribute("aria-label") === text || target.hasAttribute("aria-describedby")) return;
    target.setAttribute("aria-describedby", id);
    return () => target.removeAttribute("aria-describedby");
  }, [target, text, id]);

  return createPortal(
    <div
      ref={bubble}
      id={id}
      role="tooltip"
      style={place ? { left: place.x, top: place.y } : { left: 0, top: 0, visibility: "hidden" }}
      className="fixed z-50 flex w-max max-w-80 animate-appear items-center gap-2 rounded-control border border-line-strong bg-raised px-2 py-1 text-small text-text shadow-float"
    >
      {text}
      {keys && <Kbd keys={keys} />}
      {command && <CommandKbd command={command} />}
    </div>,
    document.body,
  );
}
