import { RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import type { RemovedState } from "~/engine/state.ts";
import { useSelect } from "~/live/LiveProvider.tsx";
import { Button } from "~/ui/Button.tsx";
import { EmptyState } from "~/ui/EmptyState.tsx";
import { Sheet } from "~/ui/Sheet.tsx";
import { useNotebook } from "../NotebookContext.ts";

/** How many lines of a cell are shown before it is asked for all of them. */
const PREVIEW_LINES = 6;
/** How many cells are shown before it is asked for more. */
const MOST = 50;

/** The deleted cells, the latest first. They take in what others go on writing in them. */
export function Bin({ onClose }: { onClose: () => void }) {
  const { actions } = useNotebook();
  const removed = useSelect((view) => view.state.removed);
  const [most, setMost] = useState(MOST);
  const latest = removed.toReversed();
  const restore = (cell: string) => {
    onClose();
    // After the focus went back to where it was before.
    requestAnimationFrame(() => setTimeout(() => actions.restore([cell])));
  };
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title="Deleted cells" side="right">
      <h2 className="px-4 py-2.5 font-semibold text-large">Deleted cells</h2>
      {latest.length === 0 && (
        <EmptyState icon={<Trash2 />} title="No deleted cells">
          Cells that you or others delete wait here. What somebody writes in them meanwhile is kept.
        </EmptyState>
      )}
      <ul className="flex flex-col gap-2.5 px-3 pb-3">
        {latest.slice(0, most).map((entry) => (
          <Entry key={entry.cell.id} entry={entry} onRestore={() => restore(entry.cell.id)} />
        ))}
      </ul>
      {latest.length > most && (
        <Button className="mx-3 mb-3" onClick={() => setMost(most + MOST)}>
          Show {Math.min(MOST, latest.length - most)} more
        </Button>
      )}
    </Sheet>
  );
}

function Entry({ entry: { cell, editedBy }, onRestore }: { entry: RemovedState; onRestore: () => void }) {
  const [all, setAll] = useState(false);
  const { text, filename } = cell;
  const name = filename ?? "Text cell";
  const shown = all ? text.lines : Math.min(text.lines, PREVIEW_LINES);
  const preview = text.sliceString(0, text.line(shown).to);
  return (
    <li aria-label={name} className="overflow-clip rounded-box border border-line bg-raised">
      <div className="flex items-center gap-2 py-1 pr-1 pl-3">
        <span className={filename ? "min-w-0 truncate font-mono text-small" : "min-w-0 truncate"}>
          {name}
        </span>
        {editedBy !== undefined && (
          <span className="min-w-0 truncate text-small text-warn">
            edited by {editedBy || "you"} after it was deleted
          </span>
        )}
        <span className="flex-1" />
        <Button size="small" icon={<RotateCcw />} aria-label={`Restore ${name}`} onClick={onRestore}>
          Restore
        </Button>
      </div>
      {text.length > 0 && (
        <pre className="overflow-x-auto border-line border-t bg-sunken px-3 py-1.5 font-mono text-small">
          {preview}
        </pre>
      )}
      {text.lines > PREVIEW_LINES && (
        <Button size="small" variant="ghost" className="m-1" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show less" : `Show all ${text.lines} lines`}
        </Button>
      )}
    </li>
  );
}
