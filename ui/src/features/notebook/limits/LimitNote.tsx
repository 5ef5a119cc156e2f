import { useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { useRef } from "react";
import { FaultLine } from "~/data/FaultLine.tsx";
import { settingsQuery, useChangeSettings } from "~/data/settings.ts";
import { useOutput } from "~/live/LiveProvider.tsx";
import type { Run } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { CodeLink } from "~/ui/CodeLink.tsx";
import { useNotebook } from "../NotebookContext.ts";
import { type Limit, outputLimit, timeLimit } from "./raise.ts";

/** Says that a part of a run's output was left out, and raises the limit that it met. */
export function OutputCut({ run }: { run: Run }) {
  const { data: settings } = useQuery(settingsQuery);
  const { kept } = useOutput(run.id);
  return (
    <section
      aria-label={`Limit of the output of ${run.filename}`}
      className="flex flex-wrap items-center gap-x-2 gap-y-1.5 border-line border-t bg-sunken px-3.5 py-2 text-ui"
    >
      <span>
        More was printed than is kept: the middle is left out. <CodeLink code="SB-4013" />
      </span>
      {settings && <Actions run={run} limit={outputLimit(settings, kept)} />}
    </section>
  );
}

/** What is done about a run that took too long. */
export function TimeLimit({ run }: { run: Run }) {
  const { data: settings } = useQuery(settingsQuery);
  return settings ? <Actions run={run} limit={timeLimit(settings, run)} /> : null;
}

function Actions({ run, limit: { words, raise } }: { run: Run; limit: Limit }) {
  const { actions, focus } = useNotebook();
  const change = useChangeSettings();
  const again = useRef<HTMLButtonElement>(null);
  const onRaise = () => {
    if (!raise) return;
    change.mutate(raise.patch);
    again.current?.focus(); // what was pressed goes
  };
  const onAgain = () => {
    focus.frame(run.cell); // the note goes with the run
    actions.run([run.cell]);
  };
  return (
    <>
      <span role="status" className="text-muted">
        {words}
      </span>
      {raise && (
        <Button size="small" onClick={onRaise}>
          {raise.label}
        </Button>
      )}
      <Button ref={again} size="small" icon={<Play />} onClick={onAgain}>
        Run again
      </Button>
      {change.error && <FaultLine error={change.error} />}
    </>
  );
}
