import { PackagePlus, Play } from "lucide-react";
import { FaultLine } from "~/data/FaultLine.tsx";
import { useSelect } from "~/live/LiveProvider.tsx";
import type { Failure, Run } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { CodeLink } from "~/ui/CodeLink.tsx";
import { RemedyButton } from "~/ui/Remedy.tsx";
import { useKeptFocus } from "~/ui/useKeptFocus.ts";
import { useNotebook } from "./NotebookContext.ts";
import { linesOf, OutputLines } from "./OutputLines.tsx";
import { useAddPackages } from "./queries.ts";

/** Why a run failed: one sentence and the place; the frame and the trace fold below. */
export function FailureBlock({ run, failure }: { run: Run; failure: Failure }) {
  const kept = useKeptFocus();
  return (
    <section
      ref={kept}
      aria-label={`Failure of ${run.filename}`}
      className="border-bad-line border-t bg-bad-soft px-3.5 py-2.5 in-data-stale:border-line in-data-stale:bg-sunken"
    >
      <p className="[overflow-wrap:anywhere]">
        <b className="font-[550]">{sentence(failure)}</b> <Place failure={failure} />{" "}
        {run.exit?.fault && <CodeLink code={run.exit.fault} />}
      </p>
      {failure.package && <AddMissing name={failure.package} run={run} />}
      {run.exit?.fault && !failure.package && <RemedyButton code={run.exit.fault} />}
      {failure.frame && !failure.package && <Lines text={failure.frame} className="mt-2" />}
      {failure.trace && (
        <details className="mt-1.5">
          <summary className="w-fit rounded-tag py-0.75 pr-1.5 text-muted text-small hover:text-text pointer-coarse:py-2.75">
            Trace
          </summary>
          <Lines text={failure.trace} className="mt-1" />
        </details>
      )}
    </section>
  );
}

function sentence(failure: Failure): string {
  if (failure.package) return `${failure.package} is not installed.`;
  return /[.!?]$/.test(failure.message) ? failure.message : `${failure.message}.`;
}

function Place({ failure }: { failure: Failure }) {
  const { actions } = useNotebook();
  const { file, line } = failure;
  if (!file || line === undefined) return null;
  return (
    <span className="text-muted">
      {failure.package ? "Imported by " : "In "}
      <span className="whitespace-nowrap">
        <button
          type="button"
          onClick={() => actions.showLine(file, line)}
          className="rounded-tag text-accent-text underline underline-offset-2"
        >
          {file} line {line}
        </button>
        .
      </span>
    </span>
  );
}

function AddMissing({ name, run }: { name: string; run: Run }) {
  const add = useAddPackages();
  const { actions } = useNotebook();
  const installed = useSelect(
    ({ packages }) => packages?.state === "up_to_date" && packages.packages.some((p) => p.name === name),
  );
  if (installed) {
    return (
      <div className="mt-2 flex items-center gap-2">
        <Button size="small" variant="primary" icon={<Play />} onClick={() => actions.run([run.cell])}>
          Run again
        </Button>
        <span className="text-muted">It is installed now.</span>
      </div>
    );
  }
  return (
    <div className="mt-2 flex items-center gap-2">
      <Button
        size="small"
        variant="primary"
        icon={<PackagePlus />}
        busy={add.isPending ? "Adding" : undefined}
        onClick={() => add.mutate({ packages: [{ name }] })}
      >
        Add {name}
      </Button>
      {add.error && <FaultLine error={add.error} />}
    </div>
  );
}

function Lines({ text, className }: { text: string; className: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways
    <div tabIndex={0} className={`output-text -mx-3.5 overflow-x-auto ${className}`}>
      <OutputLines lines={linesOf(text)} />
    </div>
  );
}
