import { useEffect, useRef, useState } from "react";
import { useSelect } from "~/live/LiveProvider.tsx";
import { announcement } from "./run-state.ts";

/** Tells screen readers how runs ended, as it happens. */
export function Announcer() {
  const runs = useSelect((view) => view.state.runs);
  const known = useRef<Set<string> | undefined>(undefined);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const ended = runs.filter((r) => r.phase === "exited");
    const news = known.current ? ended.filter((r) => !known.current?.has(r.id)).map(announcement) : [];
    known.current = new Set(ended.map((r) => r.id));
    const text = news.filter(Boolean).join(". ");
    if (text !== "") setSaid(text);
  }, [runs]);
  return (
    <div role="status" aria-live="polite" aria-label="Results of runs" className="sr-only">
      {said}
    </div>
  );
}
