// How runs advance, as internal/core/live has it (run.go, apply_run.go). All functions are pure.
import type {
  AdvanceRun,
  ClearOutput,
  Run,
  RunID,
  RunPhase,
  StartRuns,
  StopRun,
  Time,
} from "~/protocol/wire.ts";
import type { Entry, Result } from "./apply.ts";
import { refusal } from "./rules.ts";
import { type LiveState, runOf } from "./state.ts";

const PHASES: readonly RunPhase[] = ["queued", "starting", "evaluating", "running", "exited"];
const RUN_ID = /^[A-Za-z0-9_-]{1,40}$/;
const MAX_RUNS = 200;

/** Reports whether a run has begun and not ended. */
export function isActive(run: Run): boolean {
  return run.phase !== "queued" && run.phase !== "exited";
}

export function startRuns(state: LiveState, op: StartRuns, entry: Entry): Result {
  if (op.runs.length === 0) return { fault: refusal("SB-1011", "invalid", "There is nothing to run") };
  if (state.runs.filter((r) => r.phase !== "exited").length + op.runs.length > MAX_RUNS) {
    return { fault: refusal("SB-4005", "exhausted", `At most ${MAX_RUNS} cells can run or wait at once`) };
  }
  const runs = [...state.runs];
  const batch = op.runs[0]?.run ?? "";
  for (const request of op.runs) {
    if (!RUN_ID.test(request.run))
      return { fault: refusal("SB-1011", "invalid", `"${request.run}" is not a run id`) };
    const cell = state.cells.find((c) => c.id === request.cell);
    if (!cell) return { fault: refusal("SB-3001", "not_found", `There is no cell ${request.cell}`) };
    if (cell.kind !== "code") return { fault: refusal("SB-3002", "invalid", "Only code cells can be run") };
    if (runs.some((r) => r.id === request.run)) {
      return { fault: refusal("SB-4002", "conflict", `Run ${request.run} exists already`) };
    }
    const open = runs.filter((r) => r.cell === request.cell && r.phase !== "exited");
    if (open.some((r) => !op.restart || r.phase === "queued")) {
      return { fault: refusal("SB-4002", "conflict", `${cell.filename} is already running`) };
    }
    runs.push({
      id: request.run,
      cell: cell.id,
      filename: cell.filename ?? "",
      batch,
      ...(entry.author ? { by: entry.author } : {}),
      phase: "queued",
      version: cell.version,
      queuedAt: entry.at,
      ...(request.terminal ? { terminal: true } : {}),
    });
  }
  return { state: withoutSuperseded(startReady({ ...state, runs }, entry.at)) };
}

export function stopRun(state: LiveState, op: StopRun, entry: Entry): Result {
  const found = find(state, op.run);
  if (!found) return runNotFound(op.run);
  const { i, run } = found;
  if (run.phase === "exited")
    return { fault: refusal("SB-4003", "conflict", `${run.filename} is not running`) };
  if (run.phase !== "queued") return { state };
  const ended: Run = {
    ...run,
    phase: "exited",
    endAt: entry.at,
    exit: { reason: "stopped", code: -1, message: "Stopped before it began." },
  };
  return { state: startReady({ ...state, runs: state.runs.with(i, ended) }, entry.at) };
}

export function clearOutput(state: LiveState, op: ClearOutput): Result {
  const runs = state.runs.filter((r) => r.phase !== "exited" || (op.cell && r.cell !== op.cell));
  return { state: { ...state, runs } };
}

export function advanceRun(state: LiveState, op: AdvanceRun, entry: Entry): Result {
  const found = find(state, op.run);
  if (!found) return runNotFound(op.run);
  const { i, run } = found;
  if (PHASES.indexOf(op.phase) < PHASES.indexOf(run.phase) || run.phase === "exited") {
    return {
      fault: refusal("SB-1013", "conflict", `Run ${op.run} cannot go from ${run.phase} to "${op.phase}"`),
    };
  }
  if ((op.phase === "exited") !== (op.exit !== undefined)) {
    return { fault: refusal("SB-1011", "invalid", "A run has an exit exactly when it has exited") };
  }
  const moved: Run = {
    ...run,
    phase: op.phase,
    ...(run.stdin || op.stdin ? { stdin: true } : {}),
    ...(op.ports ? { ports: op.ports } : {}),
    ...(op.exit ? { endAt: entry.at, exit: op.exit } : {}),
  };
  let next: LiveState = { ...state, runs: state.runs.with(i, moved) };
  if (op.exit && op.exit.reason !== "finished" && run.phase !== "running") {
    next = skipRest(next, run, entry.at);
  }
  return { state: withoutSuperseded(startReady(next, entry.at)) };
}

/** Begins every queued run whose turn has come. */
function startReady(state: LiveState, at: Time): LiveState {
  let runs = state.runs;
  for (let i = 0; i < runs.length; i++) {
    const run = runs[i];
    if (run?.phase !== "queued" || !isReady(runs, i, run)) continue;
    const cell = state.cells.find((c) => c.id === run.cell);
    const place = cell ? { version: cell.version, filename: cell.filename ?? "" } : {};
    runs = runs.with(i, { ...run, phase: "starting", startAt: at, ...place });
  }
  return runs === state.runs ? state : { ...state, runs };
}

function isReady(runs: readonly Run[], i: number, run: Run): boolean {
  return runs.every((other, j) => {
    if (j === i) return true;
    if (other.cell === run.cell && isActive(other)) return false;
    return !(j < i && other.batch === run.batch && other.phase !== "exited" && other.phase !== "running");
  });
}

/** Drops ended runs that are not their cell's latest. */
function withoutSuperseded(state: LiveState): LiveState {
  const runs = state.runs.filter((r) => r.phase !== "exited" || runOf(state, r.cell) === r);
  return runs.length === state.runs.length ? state : { ...state, runs };
}

/** Ends the queued runs of a batch after one of it failed. */
function skipRest(state: LiveState, failed: Run, at: Time): LiveState {
  const message = `Not run, because ${failed.filename} did not finish.`;
  const runs = state.runs.map((r): Run => {
    if (r.batch !== failed.batch || r.phase !== "queued") return r;
    return { ...r, phase: "exited", endAt: at, exit: { reason: "skipped", code: -1, message } };
  });
  return { ...state, runs };
}

function find(state: LiveState, id: RunID): { i: number; run: Run } | undefined {
  const i = state.runs.findIndex((r) => r.id === id);
  const run = state.runs[i];
  return run && { i, run };
}

function runNotFound(id: RunID): Result {
  return { fault: refusal("SB-4001", "not_found", `There is no run ${id}`) };
}
