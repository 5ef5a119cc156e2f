import { useEffect, useRef, useState } from "react";
import type { CellDifference } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { classes } from "~/ui/classes.ts";
import { type Layout, showChange } from "./merge.ts";
import { CHANGE_WORDS } from "./words.ts";

const TONES: Record<CellDifference["change"], string> = {
  same: "text-muted",
  edited: "bg-hover text-text",
  added: "bg-ok-soft text-ok",
  removed: "bg-bad-soft text-bad",
  moved: "bg-accent-soft text-accent-text",
  renamed: "bg-accent-soft text-accent-text",
};

/** A cell that differs. Its editors are made when it comes near the view. */
export function CellChange({
  cell,
  layout,
  busy,
  onRestore,
}: {
  cell: CellDifference;
  layout: Layout;
  busy: boolean;
  onRestore: (removed: boolean) => void;
}) {
  const removed = cell.change === "removed";
  const label = cell.label || "Empty text";
  const edited = cell.before !== undefined || cell.after !== undefined;
  return (
    <article
      data-change
      tabIndex={-1}
      aria-label={`${label}, ${CHANGE_WORDS[cell.change].toLowerCase()}`}
      className="scroll-mt-4 overflow-clip rounded-box border border-line bg-raised"
    >
      <header className="flex items-center gap-2 border-line border-b px-3 py-1.5 last:border-b-0">
        <span className={classes("rounded-tag px-1.5 font-[550] text-small", TONES[cell.change])}>
          {CHANGE_WORDS[cell.change]}
        </span>
        <h3
          className={classes(
            "min-w-0 flex-1 truncate",
            cell.kind !== "markdown" && "font-mono text-[12.5px]",
          )}
        >
          {cell.oldLabel && (
            <>
              <del className="text-muted">{cell.oldLabel}</del> <span aria-hidden>→ </span>
            </>
          )}
          {label}
        </h3>
        <Button size="small" variant="ghost" disabled={busy} onClick={() => onRestore(removed)}>
          {removed ? "Bring this cell back" : "Restore this cell"}
        </Button>
      </header>
      {edited && <Texts cell={cell} layout={layout} label={label} />}
    </article>
  );
}

const LINE = 21; // pixels; the height of what is not drawn yet

function Texts({ cell, layout, label }: { cell: CellDifference; layout: Layout; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const { before = "", after = "", kind } = cell;
  const filename = kind === "markdown" ? undefined : cell.label;
  const oneSided = cell.before === undefined || cell.after === undefined;
  useEffect(() => {
    const element = place.current;
    if (!element || near) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((e) => e.isIntersecting) && setNear(true),
      { rootMargin: "600px" },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [near]);
  useEffect(() => {
    if (!near || !place.current) return;
    return showChange(place.current, { filename, before, after }, oneSided ? "inline" : layout, label);
  }, [near, filename, before, after, oneSided, layout, label]);
  const lines = near ? 0 : Math.min(40, Math.max(before.split("\n").length, after.split("\n").length));
  return <div ref={place} className="change-view overflow-x-auto" style={{ minHeight: lines * LINE }} />;
}
