import { lazy, Suspense, useState } from "react";
import { cellByID } from "~/engine/state.ts";
import { useCell, useOutput, useRunOf } from "~/live/LiveProvider.tsx";
import type { CellID, Run } from "~/protocol/wire.ts";
import { CodeLink } from "~/ui/CodeLink.tsx";
import { classes } from "~/ui/classes.ts";
import { OnDemand, useOnDemand } from "~/ui/on-demand.ts";
import { RemedyButton } from "~/ui/Remedy.tsx";
import { useKeptFocus } from "~/ui/useKeptFocus.ts";
import { CollapsedOutput } from "./Collapsed.tsx";
import { useCollapsed } from "./collapse.ts";
import { crashReportStart } from "./crash-report.ts";
import { FailureBlock } from "./FailureBlock.tsx";
import { OutputLines } from "./OutputLines.tsx";
import { StdinField } from "./StdinField.tsx";
import { useWrap } from "./useWrap.ts";

/** The terminal, which is loaded with the first run in one. Where it cannot be, the output is plain. */
const Terminal = lazy(() =>
  import("./terminal/Terminal.tsx").then(
    ({ Terminal }) => ({ default: Terminal }),
    () => ({ default: Printed }),
  ),
);

const fullLog = new OnDemand(() => import("./FullLog.tsx").then((m) => m.FullLog));

const limitNotes = new OnDemand(() => import("./limits/LimitNote.tsx"));

const PREVIEW_LINES = 24;
const TOOK_TOO_LONG = "SB-4008";

/** What the latest run of a cell printed and how it ended. Nothing takes no space. */
export function OutputBlock({ cell }: { cell: CellID }) {
  const run = useRunOf(cell);
  return run ? <RunOutput key={run.id} cell={cell} run={run} /> : null;
}

function RunOutput({ cell, run }: { cell: CellID; run: Run }) {
  const stale =
    useCell(cell, (view) => cellByID(view.state, cell)?.version !== run.version) && run.phase === "exited";
  if (useCollapsed(cell, "output")) {
    return (
      <>
        <CollapsedOutput cell={cell} run={run} />
        {!run.terminal && <StdinField run={run} />}
      </>
    );
  }
  return (
    <div data-stale={stale || undefined}>
      {run.terminal ? (
        <Suspense fallback={<div className="min-h-24 border-line border-t bg-sunken" />}>
          <Terminal run={run} />
        </Suspense>
      ) : (
        <>
          <Printed run={run} />
          <StdinField run={run} />
        </>
      )}
      {run.phase === "exited" && <Cut run={run} />}
      {run.exit?.failure ? <FailureBlock run={run} failure={run.exit.failure} /> : <EndNote run={run} />}
      {stale && <p className="sr-only">This output is of an earlier version of the code.</p>}
    </div>
  );
}

function Cut({ run }: { run: Run }) {
  const { cut } = useOutput(run.id);
  const notes = useOnDemand(limitNotes, cut);
  return notes && <notes.OutputCut run={run} />;
}

function Printed({ run }: { run: Run }) {
  const { log, lines: all, complete } = useOutput(run.id);
  const [whole, setWhole] = useState(false);
  const FullLog = useOnDemand(fullLog, whole);
  const [wrap] = useWrap();
  const kept = useKeptFocus();
  const lines = run.exit?.failure && complete ? crashReportStart(log) : all;
  if (lines === 0) return null;
  if (FullLog) return <FullLog run={run} onClose={() => setWhole(false)} />;
  const shown = Math.min(lines, log.lines, PREVIEW_LINES);
  return (
    <div className="border-line border-t bg-sunken">
      <div
        role="log"
        aria-label={`Output of ${run.filename}`}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways
        tabIndex={0}
        className={classes("output-text overflow-x-auto py-2.5 -outline-offset-2", wrap && "wrapped")}
      >
        <OutputLines lines={Array.from({ length: shown }, (_, i) => log.line(i))} />
      </div>
      {lines > shown && (
        <button
          ref={kept}
          type="button"
          onClick={() => setWhole(true)}
          className="w-full border-line border-t px-3.5 py-1.5 text-left pointer-coarse:py-2.75 text-muted text-small hover:bg-hover hover:text-text"
        >
          Show all {all.toLocaleString("en")} lines
        </button>
      )}
    </div>
  );
}

/** How a run ended that neither finished nor failed in its own code. */
function EndNote({ run }: { run: Run }) {
  const exit = run.exit;
  const notes = useOnDemand(limitNotes, exit?.fault === TOOK_TOO_LONG);
  if (!exit?.message || exit.reason === "finished" || exit.reason === "stopped") return null; // the header says it
  const bad = exit.reason === "failed" || exit.reason === "timed_out" || exit.reason === "out_of_memory";
  return (
    <p
      className={classes(
        "border-t px-3.5 py-2 text-ui",
        bad ? "border-bad-line bg-bad-soft text-bad" : "border-line bg-sunken text-muted",
        bad && "in-data-stale:border-line in-data-stale:bg-sunken",
      )}
    >
      {exit.message}
      {exit.reason === "failed" &&
        exit.code > 0 &&
        !exit.message.includes(String(exit.code)) &&
        ` Exit code ${exit.code}.`}
      {exit.fault && (
        <span className="ml-2 inline-flex flex-wrap items-center gap-2">
          <CodeLink code={exit.fault} />
          {notes ? <notes.TimeLimit run={run} /> : <RemedyButton code={exit.fault} />}
        </span>
      )}
    </p>
  );
}
