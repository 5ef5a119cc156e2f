// How a run is told in words. Pure.
import type { Exit, Run } from "~/protocol/wire.ts";

/** A duration as people read it: "12 ms", "3.4 s", "2 min 5 s". */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** How long a run took, or has taken by `now`, in milliseconds. */
export function elapsed(run: Run, now: number): number {
  if (!run.startAt) return 0;
  return Math.max(0, (run.endAt ? Date.parse(run.endAt) : now) - Date.parse(run.startAt));
}

/** The time of a run as the header of its cell shows it. A run begins only when no installation goes on. */
export function runTime(run: Run, now: number, installing = false): string {
  if (run.phase === "starting" && installing) return "waiting for packages";
  const took = duration(elapsed(run, now));
  switch (run.phase) {
    case "queued":
      return "waiting";
    case "starting":
    case "evaluating":
    case "running":
      return `running ${duration(Math.floor(elapsed(run, now) / 1_000) * 1_000)}`
        .replace("0 ms", "0 s")
        .replace(".0 s", " s");
    case "exited":
      return run.exit ? exitTime(run.exit, took) : took;
  }
}

function exitTime(exit: Exit, took: string): string {
  switch (exit.reason) {
    case "finished":
      return took;
    case "failed":
      return `failed after ${took}`;
    case "stopped":
      return exit.code === -1 && exit.signal === undefined && took === "0 ms"
        ? "stopped"
        : `stopped after ${took}`;
    case "timed_out":
      return `timed out after ${took}`;
    case "out_of_memory":
      return `out of memory after ${took}`;
    case "killed":
      return `killed after ${took}`;
    case "server_restarted":
      return "ended by a restart";
    case "skipped":
      return "skipped";
  }
}

/** How a run stands, for the mark that shows it. */
export type Mark = "idle" | "queued" | "running" | "ok" | "failed" | "ended";

export function markOf(run: Run | undefined): Mark {
  if (!run) return "idle";
  if (run.phase === "queued") return "queued";
  if (run.phase !== "exited") return "running";
  switch (run.exit?.reason) {
    case "finished":
      return "ok";
    case "failed":
    case "timed_out":
    case "out_of_memory":
      return "failed";
    default:
      return "ended";
  }
}

/** What a screen reader is told when a run changes its state; undefined when nothing. */
export function announcement(run: Run): string | undefined {
  if (run.phase !== "exited" || !run.exit) return undefined;
  const { reason, message, failure } = run.exit;
  if (reason === "finished") return `${run.filename} finished`;
  if (reason === "skipped") return undefined;
  return `${run.filename} ${reason === "failed" ? "failed" : "ended"}: ${failure?.message ?? message ?? reason}`;
}
