import { CircleAlert, FileCode2, LoaderCircle } from "lucide-react";
import { isMovable, runOf } from "~/engine/state.ts";
import { useSelect } from "~/live/LiveProvider.tsx";
import type { CellID } from "~/protocol/wire.ts";
import { headingsIn } from "../anchors.ts";
import { useNotebook } from "../NotebookContext.ts";
import { type Mark, markOf } from "../run-state.ts";
import { useLeavePanel } from "./LeavePanel.ts";

interface Item {
  readonly key: string;
  readonly cell: CellID;
  readonly label: string;
  readonly level: number;
  readonly heading?: string;
  readonly mark?: Mark;
}

function sameOutline(a: readonly Item[], b: readonly Item[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      (x, i) =>
        x.cell === b[i]?.cell && x.label === b[i]?.label && x.level === b[i]?.level && x.mark === b[i]?.mark,
    )
  );
}

/** The headings and the files of the notebook, with how their runs stand. */
export function OutlinePanel() {
  const { focus } = useNotebook();
  const items = useSelect(
    (view) =>
      view.state.cells
        .filter((c) => isMovable(c.kind))
        .flatMap((c): Item[] => {
          if (c.kind === "code")
            return [
              {
                key: c.id,
                cell: c.id,
                label: c.filename ?? "",
                level: 4,
                mark: markOf(runOf(view.state, c.id)),
              },
            ];
          return headingsIn(c).map((h) => ({
            key: h.id,
            cell: c.id,
            label: h.text,
            level: h.level,
            heading: h.id,
          }));
        }),
    sameOutline,
  );
  const leave = useLeavePanel();
  const go = (item: Item) => {
    if (item.heading) focus.heading(item.cell, item.heading);
    else focus.frame(item.cell);
  };
  if (items.length === 0) return <p className="px-3.5 py-3 text-muted">Headings and files appear here.</p>;
  return (
    <nav aria-label="Outline" className="px-2 py-2.5">
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          onClick={() => leave(() => go(item))}
          className={`flex h-7 w-full items-center gap-2 rounded-control pr-2 text-left hover:bg-hover pointer-coarse:h-10 ${INDENT[Math.min(item.level, 4)]}`}
        >
          {item.mark && <FileCode2 aria-hidden="true" className="text-faint" />}
          <span
            className={`min-w-0 flex-1 truncate ${item.mark ? "font-mono text-[12.5px]" : item.level <= 2 ? "font-[550]" : ""}`}
          >
            {item.label}
          </span>
          {item.mark && <RunMark mark={item.mark} />}
        </button>
      ))}
    </nav>
  );
}

const INDENT = ["pl-2", "pl-2", "pl-2", "pl-4", "pl-4"];

function RunMark({ mark }: { mark: Mark }) {
  if (mark === "running" || mark === "queued")
    return <LoaderCircle aria-label="Running" className="animate-spin text-accent-text" />;
  if (mark === "failed") return <CircleAlert aria-label="Failed" className="text-bad" />;
  return null;
}
