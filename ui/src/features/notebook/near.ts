import { type RefObject, useEffect, useState } from "react";

const MARGIN = "2000px 0px";

type Notice = (near: boolean) => void;
const notices = new WeakMap<Element, Notice>();
const observers = new WeakMap<Element, IntersectionObserver>();

/**
 * One observer for all cells of a scroller: hundreds of them would cost more than they save. Its root
 * has to be the scroller, as margins around the window end where the scroller cuts its content off.
 */
function observerOf(scroller: Element): IntersectionObserver {
  let observer = observers.get(scroller);
  if (!observer) {
    const notify = (entries: IntersectionObserverEntry[]) => {
      for (const entry of entries) notices.get(entry.target)?.(entry.isIntersecting);
    };
    observer = new IntersectionObserver(notify, { root: scroller, rootMargin: MARGIN });
    observers.set(scroller, observer);
  }
  return observer;
}

/**
 * Whether an element is in or close to view, within the nearest ancestor with data-scroller.
 * `initially` holds until the browser has told.
 */
export function useNear(ref: RefObject<Element | null>, initially: boolean): boolean {
  const [near, setNear] = useState(initially);
  useEffect(() => {
    const element = ref.current;
    const scroller = element?.closest("[data-scroller]");
    if (!element || !scroller) return;
    const observer = observerOf(scroller);
    notices.set(element, setNear);
    observer.observe(element);
    return () => {
      notices.delete(element);
      observer.unobserve(element);
    };
  }, [ref]);
  return near;
}
