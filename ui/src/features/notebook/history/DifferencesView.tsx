import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useMemo } from "react";
import { useLive } from "~/live/LiveProvider.tsx";
import { faultOf } from "~/protocol/http.ts";
import type { HistoryDifferences } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { FaultNote } from "~/ui/FaultNote.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { Modal } from "~/ui/Modal.tsx";
import { CellChange } from "./CellChange.tsx";
import type { Layout } from "./merge.ts";
import { differencesQuery } from "./queries.ts";
import { useLayout } from "./useLayout.tsx";
import type { Restoring } from "./useRestoring.ts";
import { count, type Stretch, stretches } from "./words.ts";

/** The whole height of the window: how two versions differ, cell by cell. */
export function DifferencesView({
  title,
  heading,
  subtitle,
  from,
  to,
  restoredTo,
  restore,
  controls,
  actions,
  steps,
  onClose,
}: {
  /** The accessible name. */
  title: string;
  heading: ReactNode;
  subtitle: string;
  from: number;
  /** -1 for the present version. */
  to: number;
  /** What a cell goes back to: the version, or for a cell that it removed, the one before. */
  restoredTo: { readonly version: number; readonly before: number };
  restore: Restoring;
  controls?: ReactNode;
  actions?: ReactNode;
  steps?: ReactNode;
  onClose: () => void;
}) {
  const { workspace } = useLive();
  const { data, error, refetch } = useQuery(differencesQuery(workspace, from, to));
  const { layout, choice } = useLayout();
  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Version: ${title}`}
      className="inset-3 flex flex-col overflow-hidden rounded-dialog border bg-ground max-phone:inset-0 max-phone:rounded-none"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-2.5 pr-12">
        <div className="min-w-48 flex-1">
          {heading}
          <p className="truncate text-muted tabular-nums">{subtitle}</p>
        </div>
        {steps}
        {controls}
        {choice}
        {actions}
      </header>
      <section
        aria-label="Changes"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        tabIndex={0}
        data-autofocus
        onKeyDown={goToChange}
        className="min-h-0 flex-1 overflow-y-auto px-4 py-4 -outline-offset-2 max-phone:px-2"
      >
        {error && (
          <FaultNote
            {...faultOf(error)}
            action={
              <Button size="small" onClick={() => void refetch()}>
                Try again
              </Button>
            }
          />
        )}
        {data && !error && (
          <Differences differences={data} layout={layout} restoredTo={restoredTo} restore={restore} />
        )}
      </section>
      <IconButton label="Close" onClick={onClose} className="absolute! top-2 right-2">
        <X />
      </IconButton>
    </Modal>
  );
}

/** F7 and Shift-F7 go from change to change, as in other editors. */
function goToChange(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== "F7") return;
  event.preventDefault();
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-change]")];
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  const next = cards[event.shiftKey ? (at < 0 ? cards.length - 1 : at - 1) : at + 1];
  next?.focus();
  next?.scrollIntoView({ block: "start" });
}

function Differences({
  differences,
  layout,
  restoredTo,
  restore,
}: {
  differences: HistoryDifferences;
  layout: Layout;
  restoredTo: { readonly version: number; readonly before: number };
  restore: Restoring;
}) {
  const list = useMemo(() => stretches(differences.cells), [differences]);
  const retitled = differences.oldTitle !== differences.title;
  if (!retitled && !list.some((s) => s.changed)) {
    return <p className="py-8 text-center text-muted">Nothing differs.</p>;
  }
  return (
    <div className="mx-auto flex max-w-[1400px] flex-col gap-3">
      {retitled && (
        <p className="rounded-box border border-line px-3 py-2">
          <span className="text-muted">Title </span>
          <del className="text-bad">{differences.oldTitle}</del> <span aria-hidden>→</span>{" "}
          <ins className="text-ok no-underline">{differences.title}</ins>
        </p>
      )}
      {list.map((stretch) =>
        stretch.changed ? (
          <CellChange
            key={stretch.cell.id}
            cell={stretch.cell}
            layout={layout}
            busy={restore.busy}
            onRestore={(removed) =>
              restore.run({
                seq: removed ? restoredTo.before : restoredTo.version,
                cell: stretch.cell.id,
              })
            }
          />
        ) : (
          <Still key={`still ${stretch.cells[0]?.id}`} stretch={stretch} />
        ),
      )}
    </div>
  );
}

/** Cells that did not change, as one line that names them when it is opened. */
function Still({ stretch }: { stretch: Stretch & { changed: false } }) {
  return (
    <details className="px-3 text-muted text-small">
      <summary className="cursor-default rounded-control py-0.5 hover:text-text">
        {count(stretch.cells.length, "unchanged cell")}
      </summary>
      <ul className="py-1 pl-4">
        {stretch.cells.map((cell) => (
          <li key={cell.id} className="truncate">
            {cell.label || "Empty text"}
          </li>
        ))}
      </ul>
    </details>
  );
}
