import { memo, type RefCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { type CellState, isMovable, sameCells } from "~/engine/state.ts";
import { useSelect } from "~/live/LiveProvider.tsx";
import type { CellID, CellKind } from "~/protocol/wire.ts";
import { CodeCell } from "./CodeCell.tsx";
import { collapse, collapsed, hiddenIn, subscribe } from "./collapse.ts";
import { InsertBar } from "./InsertBar.tsx";
import { useNotebook } from "./NotebookContext.ts";
import { ProseCell } from "./ProseCell.tsx";
import { type SelectionState, useSelection } from "./selection.ts";
import { useCellWindow } from "./useCellWindow.ts";

/** Cells whose editors are there from the first drawing on. */
const EARLY = 2;

/**
 * The cells in reading order. Those far from the view are left out, but for the selected one. It is
 * drawn again only when cells come, go or move, or come into view.
 */
export function CellList() {
  const { selection } = useNotebook();
  const all = useSelect((view) => view.state.cells, sameCells);
  const selected = useSelection(selection, selectedCell);
  const cells = useShown(
    useMemo(() => all.filter((c) => isMovable(c.kind)), [all]),
    selected,
  );
  const list = useRef<HTMLDivElement>(null);
  const { parts, place } = useCellWindow(list, cells, selected);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: an ol may not hold the gaps */}
      <div ref={list} role="list" aria-label="Cells">
        {parts.map((part) => {
          const cell = cells[part.index];
          if (!cell) return null;
          if (part.kind === "gap")
            return <div key={`gap before ${cell.id}`} aria-hidden="true" style={{ height: part.height }} />;
          const { index } = part;
          return (
            <Place
              key={cell.id}
              cell={cell.id}
              kind={cell.kind}
              index={index}
              count={cells.length}
              place={place}
            />
          );
        })}
      </div>
      <InsertBar />
    </>
  );
}

/** A page that nobody sees can wait for its editors. */
const isSeen = () => document.visibilityState === "visible";

/** The cells that are not below a collapsed heading. One that gets selected there shows again. */
function useShown(cells: readonly CellState[], selected: CellID | undefined): readonly CellState[] {
  const { section } = useSyncExternalStore(subscribe, collapsed);
  const hidden = useMemo(() => hiddenIn(cells, section), [cells, section]);
  const above = selected === undefined ? undefined : hidden.get(selected);
  useEffect(() => {
    if (above) collapse(above, "section", false);
  }, [above]);
  return useMemo(() => cells.filter((c) => !hidden.has(c.id)), [cells, hidden]);
}

const selectedCell = (s: SelectionState) => s.cell;

/** A cell's place in the list. What changes in it lays out nothing around it but its height. */
const Place = memo(function Place({
  cell,
  kind,
  index,
  count,
  place,
}: {
  cell: CellID;
  kind: CellKind;
  index: number;
  count: number;
  place: RefCallback<HTMLElement>;
}) {
  const Cell = kind === "code" ? CodeCell : ProseCell;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see the list
    <div
      ref={place}
      role="listitem"
      data-place={cell}
      aria-posinset={index + 1}
      aria-setsize={count}
      // The menu and the handle of a short cell reach over what follows, and into the gap before it.
      className="pointer-events-none relative focus-within:z-1 hover:z-1 [contain:layout_style]"
    >
      <Cell cell={cell} early={index < EARLY && isSeen()} first={index === 0} />
    </div>
  );
});
