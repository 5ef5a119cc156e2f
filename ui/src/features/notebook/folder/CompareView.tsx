import { useQueries } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useLive } from "~/live/LiveProvider.tsx";
import type { ConflictSides, FolderConflict, ResolveConflict } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { Modal } from "~/ui/Modal.tsx";
import { useLayout } from "../history/useLayout.tsx";
import { FileDifference } from "./FileDifference.tsx";
import { sidesQuery } from "./queries.ts";
import type { Deciding } from "./useDecide.ts";
import { differing, nameOf } from "./words.ts";

/** Both sides of the files that differ on disk, and the choice between them. */
export function CompareView({
  conflicts,
  decide,
  onClose,
}: {
  conflicts: readonly FolderConflict[];
  decide: Deciding;
  onClose: () => void;
}) {
  const { workspace } = useLive();
  const { layout, choice } = useLayout();
  const all = useQueries({ queries: conflicts.map((c) => sidesQuery(workspace, c.file)) });
  const known = all.flatMap((query) => query.data ?? []);
  const complete = known.length === conflicts.length;
  const only = conflicts.length === 1 ? conflicts[0] : undefined;
  return (
    <Modal
      open
      onOpenChange={(open) => !open && onClose()}
      title="Compare files that differ on disk"
      className="inset-3 flex flex-col overflow-hidden rounded-dialog border bg-ground max-phone:inset-0 max-phone:rounded-none"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-2.5 pr-12">
        <div className="min-w-48 flex-1">
          <p className="truncate font-semibold text-large">
            {only ? `${nameOf(only.file)} differs on disk` : `${differing(conflicts.length)} on disk`}
          </p>
          <p className="text-muted">The side that is not kept can be brought back.</p>
        </div>
        {choice}
        {!only && <ForAll sides={complete ? known : []} busy={decide.busy} onDecide={decide.run} />}
      </header>
      <section
        aria-label="Files that differ"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        tabIndex={0}
        data-autofocus
        className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-4 py-4 -outline-offset-2 max-phone:px-2"
      >
        {conflicts.map((conflict, i) => (
          <FileDifference
            key={conflict.file}
            conflict={conflict}
            sides={all[i]?.data}
            error={all[i]?.error ?? undefined}
            onRetry={() => void all[i]?.refetch()}
            layout={layout}
            busy={decide.busy}
            onDecide={(choice) => decide.run([choice])}
          />
        ))}
      </section>
      <IconButton label="Close" onClick={onClose} className="absolute! top-2 right-2">
        <X />
      </IconButton>
    </Modal>
  );
}

function ForAll({
  sides,
  busy,
  onDecide,
}: {
  sides: readonly ConflictSides[];
  busy: boolean;
  onDecide: (choices: readonly ResolveConflict[]) => void;
}) {
  const decide = (keep: ResolveConflict["keep"]) =>
    onDecide(sides.map(({ file, version }) => ({ file, version, keep })));
  const takeable = sides.length > 0 && sides.every((s) => !s.refusal);
  return (
    <>
      <Button disabled={busy || sides.length === 0} onClick={() => decide("notebook")}>
        Keep the notebook’s in all
      </Button>
      <Button disabled={busy || !takeable} onClick={() => decide("file")}>
        Take all files
      </Button>
    </>
  );
}
