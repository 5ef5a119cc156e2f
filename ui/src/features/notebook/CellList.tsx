import { isMovable } from "~/engine/state.ts";
import { useSelect } from "~/live/LiveProvider.tsx";
import type { CellID, CellKind } from "~/protocol/wire.ts";
import { CodeCell } from "./CodeCell.tsx";
import { InsertBar } from "./InsertBar.tsx";
import { ProseCell } from "./ProseCell.tsx";

/** Cells that are drawn in full before the browser has measured which ones are in view. */
const EARLY = 4;

/** The cells in reading order. It is drawn again only when cells come, go or move. */
export function CellList() {
  const cells = useSelect(
    (view) => view.state.cells,
    (a, b) => a === b || (a.length === b.length && a.every((c, i) => c.id === b[i]?.id)),
  ).filter((c) => isMovable(c.kind));
  return (
    <div>
      {cells.map((c, i) => (
        <NotebookCell key={c.id} cell={c.id} kind={c.kind} early={i < EARLY} first={i === 0} />
      ))}
      <InsertBar />
    </div>
  );
}

function NotebookCell({ kind, ...place }: { cell: CellID; kind: CellKind; early: boolean; first: boolean }) {
  return kind === "code" ? <CodeCell {...place} /> : <ProseCell {...place} />;
}
