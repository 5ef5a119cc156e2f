import { Check, ExternalLink, SkipForward, Square, Unplug } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { useRunOf, useSelect } from "~/live/LiveProvider.tsx";
import type { CellID, Exit, Run } from "~/protocol/wire.ts";
import { markOf, runTime } from "./run-state.ts";

/** How long the cell has run, where it serves, and how it ended. */
export function RunTime({ cell }: { cell: CellID }) {
  const run = useRunOf(cell);
  if (!run) return null;
  const mark = markOf(run);
  const port = run.phase === "exited" ? undefined : run.ports?.[0];
  return (
    <span className="flex items-center gap-2 whitespace-nowrap tabular-nums">
      {port === undefined ? <Elapsed run={run} /> : <Serving ports={run.ports ?? []} />}
      {mark === "ok" && <Check aria-label="Finished" className="text-ok" />}
      {mark === "ended" && run.exit && endMarks[run.exit.reason]}
    </span>
  );
}

/** The marks of runs that neither finished nor failed; the words beside them say the same. */
const endMarks: Partial<Record<Exit["reason"], ReactNode>> = {
  stopped: <Square aria-hidden="true" className="size-3!" />,
  killed: <Square aria-hidden="true" className="size-3!" />,
  skipped: <SkipForward aria-hidden="true" className="size-3.5!" />,
  server_restarted: <Unplug aria-hidden="true" className="size-3.5!" />,
};

function Elapsed({ run }: { run: Run }) {
  const now = useNow(run.phase !== "exited" && run.phase !== "queued");
  const installing = useSelect((view) => view.packages?.state === "installing");
  return (
    <span className={markOf(run) === "failed" ? "text-bad" : undefined}>{runTime(run, now, installing)}</span>
  );
}

function Serving({ ports }: { ports: readonly number[] }) {
  return (
    <>
      <span>serving on</span>
      {ports.map((port) => (
        <a
          key={port}
          href={`http://${window.location.hostname}:${port}/`}
          target="_blank"
          rel="noopener noreferrer"
          className="inline-flex h-6 items-center gap-1 rounded-tag text-accent-text hover:underline pointer-coarse:h-10"
        >
          {port}
          <ExternalLink className="size-3!" aria-label="Open in a new tab" />
        </a>
      ))}
    </>
  );
}

const SECOND = 1_000;

function everySecond(changed: () => void): () => void {
  const timer = setInterval(changed, SECOND / 4);
  return () => clearInterval(timer);
}

const never = () => () => {};

/** The present time in whole quarters of a second while `ticking`, else when it last ticked. */
function useNow(ticking: boolean): number {
  return useSyncExternalStore(
    ticking ? everySecond : never,
    () => Math.floor(Date.now() / (SECOND / 4)) * (SECOND / 4),
  );
}
