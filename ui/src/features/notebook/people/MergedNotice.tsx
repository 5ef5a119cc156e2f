import { useState } from "react";
import { diff } from "~/engine/diff.ts";
import { cellByID, textOf } from "~/engine/state.ts";
import { useSession } from "~/live/LiveProvider.tsx";
import type { CellID } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { copyAndTell } from "~/ui/copy.ts";
import { useToast } from "~/ui/Toast.tsx";
import { useNotebook } from "../NotebookContext.ts";

/** Shows the own text from before a merge, to copy it or to bring it back. */
export function MergedNotice({ cell, own, onDismiss }: { cell: CellID; own: string; onDismiss: () => void }) {
  const session = useSession();
  const { actions } = useNotebook();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const restore = () => {
    const base = cellByID(session.view.state, cell)?.text;
    if (base) actions.rewrite([{ cell, base, changes: diff(base, textOf(own)) }]);
    onDismiss();
  };
  return (
    <section
      aria-label="Merged edits"
      className="mb-1.5 rounded-box border border-warn-line bg-warn-soft px-3 py-1.5"
    >
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="min-w-0 flex-1">
          Your edits were merged with changes that others made meanwhile.
        </p>
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Hide your text" : "Show your text"}
        </Button>
        <Button size="small" onClick={onDismiss}>
          Keep the merged text
        </Button>
      </div>
      {open && (
        <>
          <pre className="my-1.5 max-h-80 overflow-auto rounded-control border border-line bg-ground px-3 py-1.5 font-mono text-small">
            {own}
          </pre>
          <div className="flex gap-2 pb-1">
            <Button size="small" onClick={() => void copyAndTell(own, toast)}>
              Copy your text
            </Button>
            <Button size="small" onClick={restore}>
              Use your text instead
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
