import { useEffect, useRef } from "react";
import { faultOf } from "~/protocol/http.ts";
import type { ConflictSides, FolderConflict, ResolveConflict } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { FaultNote } from "~/ui/FaultNote.tsx";
import { TimeAgo } from "~/ui/TimeAgo.tsx";
import { type Layout, showChange } from "../history/merge.ts";
import { nameOf } from "./words.ts";

/** One file that differs: what both sides have, and the choice between them. */
export function FileDifference({
  conflict,
  sides,
  error,
  onRetry,
  layout,
  busy,
  onDecide,
}: {
  conflict: FolderConflict;
  sides: ConflictSides | undefined;
  error: Error | undefined;
  onRetry: () => void;
  layout: Layout;
  busy: boolean;
  onDecide: (choice: ResolveConflict) => void;
}) {
  const { file, fault } = conflict;
  const decide = (keep: ResolveConflict["keep"]) => sides && onDecide({ file, version: sides.version, keep });
  return (
    <article aria-label={file} className="shrink-0 overflow-clip rounded-box border border-line bg-raised">
      <header className="flex flex-wrap items-center gap-2 border-line border-b px-3 py-1.5">
        <div className="min-w-48 flex-1">
          <h3 className="font-mono text-[12.5px] [overflow-wrap:anywhere]">{file}</h3>
          <p className="text-muted text-small">{fault.message}.</p>
        </div>
        <Button size="small" disabled={busy || !sides} onClick={() => decide("notebook")}>
          Keep the notebook’s
        </Button>
        <Button
          size="small"
          disabled={busy || !sides || sides.refusal !== undefined}
          onClick={() => decide("file")}
        >
          Take the file’s
        </Button>
      </header>
      {error && (
        <div className="p-3">
          <FaultNote
            {...faultOf(error)}
            action={
              <Button size="small" onClick={onRetry}>
                Try again
              </Button>
            }
          />
        </div>
      )}
      {sides && !error && <Sides sides={sides} layout={layout} />}
    </article>
  );
}

function Sides({ sides, layout }: { sides: ConflictSides; layout: Layout }) {
  const { refusal, partly } = sides;
  return (
    <>
      {(refusal || partly) && (
        <p className="border-line border-b bg-sunken px-3 py-1.5 text-small">
          {refusal
            ? `The file’s version cannot be taken: ${refusal.message}. When the notebook’s is kept, the file as it is stays beside it as a copy.`
            : "The first lines of the file, its head, cannot be taken: they stay as the notebook has them. The file as it is stays beside it as a copy."}
        </p>
      )}
      <div
        className={
          layout === "beside"
            ? "grid grid-cols-2 border-line border-b text-small"
            : "flex flex-wrap gap-x-4 border-line border-b text-small"
        }
      >
        <SideName what="In this notebook" at={sides.notebook.at} tone="bg-bad-soft" />
        <SideName what="In the file" at={sides.disk.at} tone="bg-ok-soft" />
      </div>
      <Texts sides={sides} layout={layout} />
    </>
  );
}

function SideName({ what, at, tone }: { what: string; at: string | undefined; tone: string }) {
  return (
    <p className="flex items-center gap-2 px-3 py-1">
      <span aria-hidden className={`size-3 rounded-tag border border-line-strong ${tone}`} />
      <b className="font-[550]">{what}</b>
      {at && (
        <span className="text-muted">
          changed <TimeAgo at={at} />
        </span>
      )}
    </p>
  );
}

const SIDES = ["in this notebook", "in the file"] as const;

function Texts({ sides, layout }: { sides: ConflictSides; layout: Layout }) {
  const place = useRef<HTMLDivElement>(null);
  const { file, notebook, disk } = sides;
  useEffect(() => {
    if (!place.current) return;
    const change = {
      filename: file.endsWith(".md") ? undefined : nameOf(file),
      before: notebook.text,
      after: disk.text,
    };
    return showChange(place.current, change, layout, nameOf(file), SIDES);
  }, [file, notebook.text, disk.text, layout]);
  return <div ref={place} className="change-view overflow-x-auto" />;
}
