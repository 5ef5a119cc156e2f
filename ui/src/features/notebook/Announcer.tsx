import { useEffect, useRef, useState } from "react";
import { useSelect } from "~/live/LiveProvider.tsx";
import { useNotebook } from "./NotebookContext.ts";
import { announcement } from "./run-state.ts";
import { type SelectionState, useSelection } from "./selection.ts";

/** Tells screen readers how many cells are selected. */
export function SelectionAnnouncer() {
  const { selection } = useNotebook();
  const count = useSelection(selection, markedCount);
  return (
    <div role="status" aria-live="polite" aria-label="Selected cells" className="sr-only">
      {count > 0 && `${count} cells selected`}
    </div>
  );
}

const markedCount = (s: SelectionState) => s.marked.size;

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
