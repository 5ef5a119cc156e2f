import { type RefObject, useEffect, useState } from "react";

const MARGIN = "1000px 0px";

type Notice = (near: boolean) => void;
const notices = new WeakMap<Element, Notice>();
let observer: IntersectionObserver | undefined;

/** One observer for all cells: hundreds of them would cost more than they save. */
function shared(): IntersectionObserver {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const entry of entries) notices.get(entry.target)?.(entry.isIntersecting);
    },
    { rootMargin: MARGIN },
  );
  return observer;
}

/** Whether an element is in or close to view. `initially` holds until the browser has told. */
export function useNear(ref: RefObject<Element | null>, initially: boolean): boolean {
  const [near, setNear] = useState(initially);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    notices.set(element, setNear);
    shared().observe(element);
    return () => {
      notices.delete(element);
      shared().unobserve(element);
    };
  }, [ref]);
  return near;
}
