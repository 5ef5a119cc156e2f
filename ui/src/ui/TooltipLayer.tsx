import { useEffect, useState } from "react";
import { OnDemand, useOnDemand } from "./on-demand.ts";

const bubble = new OnDemand(() => import("./TooltipBubble.tsx").then((m) => m.TooltipBubble));

const DELAY_MS = 400;
/** Whoever reads one tooltip after the other does not wait for each. */
const WARM_MS = 300;
/** Time to move the pointer from the target onto the tooltip. */
const LEAVE_MS = 120;

/**
 * Shows the tooltip of what the pointer rests on or the Tab key has reached. A focus that comes back from a
 * menu or a dialog shows nothing: the tooltip would lie over what was just opened.
 */
export function TooltipLayer() {
  const [target, setTarget] = useState<HTMLElement>();
  useEffect(() => watch(setTarget), []);
  const TooltipBubble = useOnDemand(bubble, target !== undefined);
  return target?.isConnected && TooltipBubble ? <TooltipBubble target={target} /> : null;
}

/** Calls show with the element whose tooltip is to be seen, until the returned function is called. */
function watch(show: (target: HTMLElement | undefined) => void): () => void {
  let shown: HTMLElement | undefined;
  let wanted: HTMLElement | undefined;
  let timer = 0;
  let hiddenAt = Number.NEGATIVE_INFINITY;
  let tabbed = false;

  const change = (target: HTMLElement | undefined, delay: number) => {
    if (target === wanted) return;
    wanted = target;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (shown && !target) hiddenAt = performance.now();
      shown = target;
      show(target);
    }, delay);
  };
  const hide = () => change(undefined, 0);

  const handlers: { [T in keyof DocumentEventMap]?: (event: DocumentEventMap[T]) => void } = {
    pointerover: (event) => {
      if (event.pointerType === "touch") return;
      if (shown && event.target instanceof Element && event.target.closest("[role=tooltip]")) {
        change(shown, 0);
        return;
      }
      const target = targetOf(event);
      const warm = shown !== undefined || performance.now() - hiddenAt < WARM_MS;
      change(target, target ? (warm ? 0 : DELAY_MS) : LEAVE_MS);
    },
    pointerdown: () => {
      tabbed = false;
      hide();
    },
    keydown: (event) => {
      tabbed = event.key === "Tab";
      hide();
    },
    focusin: (event) => tabbed && change(targetOf(event), 0),
    focusout: hide,
    scroll: hide,
  };
  const listeners = Object.entries(handlers) as [string, EventListener][];
  for (const [type, handler] of listeners) document.addEventListener(type, handler, LISTEN);
  window.addEventListener("blur", hide);
  return () => {
    window.clearTimeout(timer);
    for (const [type, handler] of listeners) document.removeEventListener(type, handler, LISTEN);
    window.removeEventListener("blur", hide);
  };
}

const LISTEN = { capture: true, passive: true };

function targetOf(event: Event): HTMLElement | undefined {
  const target = event.target instanceof Element ? event.target.closest("[data-tooltip]") : null;
  return target instanceof HTMLElement ? target : undefined;
}
