import { CircleAlert, Clock, Play, Square } from "lucide-react";
import { useRunOf } from "~/live/LiveProvider.tsx";
import { useProblemCount } from "~/live/useLanguage.ts";
import { usePresence } from "~/live/usePresence.ts";
import type { CellID } from "~/protocol/wire.ts";
import { classes } from "~/ui/classes.ts";
import { Tooltip } from "~/ui/Tooltip.tsx";
import { useNotebook } from "./NotebookContext.ts";
import { Avatar } from "./people/Avatar.tsx";
import { markOf } from "./run-state.ts";

/** Runs a cell, or stops it while it runs. After a failure it says so. */
export function RunButton({ cell, filename }: { cell: CellID; filename: string }) {
  const { actions } = useNotebook();
  const run = useRunOf(cell);
  const mark = markOf(run);
  const { errors } = useProblemCount(cell);
  const going = mark === "running" || mark === "queued";
  const runner = useRunner(going ? run?.by : undefined);
  const label = going ? `Stop ${filename}` : `Run ${filename}`;
  return (
    <Tooltip
      text={
        going
          ? runner
            ? `${runner.name} runs it. Stop`
            : "Stop"
          : errors > 0
            ? "Run anyway, with errors in its types"
            : "Run"
      }
      command={going ? "cell.stop" : "cell.run"}
      side="left"
    >
      <button
        type="button"
        aria-label={label}
        onClick={() => (going && run ? actions.stop(run.id) : actions.run([cell]))}
        className={classes(
          "group/run relative grid size-7 place-items-center rounded-round transition-colors pointer-coarse:size-10",
          "hover:bg-accent-soft hover:text-accent-text",
          going ? "text-accent-text" : mark === "failed" ? "text-bad" : "text-muted",
        )}
      >
        {mark === "running" && <Ring />}
        {mark === "queued" && <Clock className="group-hover/run:hidden" />}
        {going && (
          <Square className={classes("size-3.5!", mark === "queued" && "not-group-hover/run:hidden")} />
        )}
        {mark === "failed" && <CircleAlert className="group-hover/run:hidden" />}
        {!going && <Play className={mark === "failed" ? "not-group-hover/run:hidden" : undefined} />}
        {runner && (
          <span className="absolute -right-1 -bottom-1 rounded-round ring-2 ring-ground">
            <Avatar {...runner} size="small" />
            <span className="sr-only">, started by {runner.name}</span>
          </span>
        )}
      </button>
    </Tooltip>
  );
}

/** Who runs the cell, when that is somebody else. */
function useRunner(by: string | undefined): { name: string; colour: number | undefined } | undefined {
  const me = usePresence((presence) => presence.me?.author);
  const colour = usePresence((presence) => (by === undefined ? undefined : presence.colourOf(by)));
  return by === undefined || me === undefined || by === me ? undefined : { name: by, colour };
}

function Ring() {
  return (
    <span
      aria-hidden="true"
      className="absolute inset-px animate-spin rounded-round border-2 border-accent-soft border-t-accent"
    />
  );
}
