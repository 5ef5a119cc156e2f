import { type RefObject, useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** What drawing an editor takes at most, in ms. */
const TURN_MS = 6;
/** How long an editor waits for idle time, in ms. */
const PATIENCE_MS = 400;
/** Nothing is drawn for this long after something was typed, in ms: a key would have to wait for it. */
const TYPING_MS = 300;

/** Draws what is heavy while the page is idle, so that scrolling past it does not stutter. */
class MountQueue {
  private readonly waiting = new Map<Element, () => void>();
  private scheduled = false;
  private typed = Number.NEGATIVE_INFINITY;

  constructor() {
    const note = () => {
      this.typed = performance.now();
    };
    globalThis.document?.addEventListener("input", note, { capture: true, passive: true });
  }

  /** Calls back in idle time, those nearest to the middle of the window first. Returns what forgets it. */
  add(element: Element, draw: () => void): () => void {
    this.waiting.set(element, draw);
    this.schedule();
    return () => this.waiting.delete(element);
  }

  private schedule(): void {
    if (this.scheduled || this.waiting.size === 0) return;
    this.scheduled = true;
    const rest = this.typed + TYPING_MS - performance.now();
    if (rest > 0) setTimeout(() => this.again(), rest);
    else whenIdle((deadline) => this.drawSome(deadline));
  }

  private again(): void {
    this.scheduled = false;
    this.schedule();
  }

  private drawSome(deadline: IdleDeadline): void {
    if (performance.now() < this.typed + TYPING_MS) {
      this.again();
      return;
    }
    this.scheduled = false;
    for (let first = deadline.didTimeout; first || deadline.timeRemaining() > TURN_MS; first = false) {
      const element = nearestToMiddle(this.waiting.keys());
      const draw = element && this.waiting.get(element);
      if (!draw) return;
      this.waiting.delete(element);
      flushSync(draw);
    }
    this.schedule();
  }
}

function whenIdle(run: (deadline: IdleDeadline) => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(run, { timeout: PATIENCE_MS });
  else setTimeout(() => run({ didTimeout: true, timeRemaining: () => 0 }), 50);
}

function nearestToMiddle(elements: Iterable<Element>): Element | undefined {
  let best: Element | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const element of elements) {
    const { top, bottom } = element.getBoundingClientRect();
    const middle = window.innerHeight / 2;
    const distance = Math.max(top - middle, middle - bottom);
    if (distance < least) [best, least] = [element, distance];
  }
  return best;
}

const queue = new MountQueue();

/** Whether it is the element's turn to be drawn in full: at once with `now`, else in idle time. It stays so. */
export function useTurn(ref: RefObject<Element | null>, now: boolean): boolean {
  const [had, setHad] = useState(now);
  if (now && !had) setHad(true);
  useEffect(() => {
    if (had || !ref.current) return;
    return queue.add(ref.current, () => setHad(true));
  }, [ref, had]);
  return had || now;
}
