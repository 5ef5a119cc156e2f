import { useSyncExternalStore } from "react";
import { timeAgo } from "./time.ts";

const tick = 15_000;

function subscribe(changed: () => void): () => void {
  const timer = setInterval(changed, tick);
  return () => clearInterval(timer);
}

/** A past instant, relative; the exact time is its tooltip. */
export function TimeAgo({ at, className }: { at: string; className?: string }) {
  const now = useSyncExternalStore(subscribe, () => Math.floor(Date.now() / tick) * tick);
  const date = new Date(at);
  return (
    <time
      dateTime={at}
      title={date.toLocaleString(undefined, { dateStyle: "full", timeStyle: "short" })}
      className={className}
    >
      {timeAgo(date, new Date(now))}
    </time>
  );
}
