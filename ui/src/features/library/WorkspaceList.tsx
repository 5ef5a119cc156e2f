import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { useExport } from "~/data/useExport.tsx";
import type { Workspace } from "~/protocol/wire.ts";
import { useRowCommands } from "./useRowCommands.tsx";
import { useWorkspaceActions } from "./useWorkspaceActions.ts";
import { type ListHandle, VirtualList } from "./VirtualList.tsx";
import { type Arrangement, entryHeight, WorkspaceRow } from "./WorkspaceRow.tsx";

const cardWidth = 260;
const cardGap = 12;

const keyOf = (workspace: Workspace) => workspace.id;

/** Workspaces as rows or cards, with what can be done with each. */
export function WorkspaceList({
  label,
  rows,
  arrangement,
  timeOf,
  handle,
  onLeaveTop,
  onNearEnd,
}: {
  label: string;
  rows: readonly Workspace[];
  arrangement: Arrangement;
  /** The time that a row shows. */
  timeOf: (workspace: Workspace) => string;
  handle: RefObject<ListHandle | null>;
  onLeaveTop?: () => void;
  onNearEnd?: () => void;
}) {
  const exporting = useExport();
  const actions = useWorkspaceActions(rows, handle, exporting.ask);
  useRowCommands(rows, actions);
  const frame = useRef<HTMLDivElement>(null);
  const columns = useColumns(frame, arrangement);
  return (
    <div ref={frame}>
      <VirtualList
        key={columns}
        label={label}
        items={rows}
        keyOf={keyOf}
        height={entryHeight[arrangement]}
        columns={columns}
        gap={arrangement === "grid" ? cardGap : 0}
        handle={handle}
        {...(onLeaveTop && { onLeaveTop })}
        {...(onNearEnd && { onNearEnd })}
        render={(workspace) => (
          <WorkspaceRow
            workspace={workspace}
            arrangement={arrangement}
            actions={actions}
            at={timeOf(workspace)}
          />
        )}
      />
      {exporting.dialog}
    </div>
  );
}

/** How many columns fit: one for rows. */
function useColumns(frame: RefObject<HTMLElement | null>, arrangement: Arrangement): number {
  const [fitting, setFitting] = useState(1);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () =>
      setFitting(Math.max(1, Math.floor((element.clientWidth + cardGap) / (cardWidth + cardGap))));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return arrangement === "grid" ? fitting : 1;
}
