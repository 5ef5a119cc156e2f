import { CircleX, TriangleAlert } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { FaultLine } from "~/data/FaultLine.tsx";
import {
  type CellProblems,
  type Lacking,
  type Problem,
  problemsOf,
  withoutTypes,
} from "~/editor/language/problems.ts";
import { useLive, useSelect } from "~/live/LiveProvider.tsx";
import { useLanguageRevision, useLanguageStatus } from "~/live/useLanguage.ts";
import type { Diagnostic } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { useKeptFocus } from "~/ui/useKeptFocus.ts";
import { collapse } from "../collapse.ts";
import { useNotebook } from "../NotebookContext.ts";
import { invalidLine, packagesLine } from "../packages-line.ts";
import { useAddPackages } from "../queries.ts";
import { moveByArrows } from "../rows.ts";
import { markOf } from "../run-state.ts";
import { useLeavePanel } from "./LeavePanel.ts";
import { MissingImports } from "./MissingImports.tsx";

/** What needs attention in all cells: types, imports without a package, runs that failed. */
export function ProblemsPanel() {
  const { language } = useLive();
  const revision = useLanguageRevision();
  const cells = useSelect((view) => view.state.cells);
  const missing = useSelect((view) => view.packages?.missing ?? NONE);
  const found = useMemo(() => {
    void [revision, cells]; // they are what the problems are read from
    return problemsOf(language);
  }, [language, cells, revision]);
  const { lacking, others } = useMemo(() => withoutTypes(found), [found]);
  const failed = useFailed();
  const invalid = useInvalidPackages(found);
  const empty = !invalid && found.length === 0 && missing.length === 0 && failed.length === 0;
  const list = useRef<HTMLElement>(null);
  useEffect(() => focusFirst(list.current), []);
  return (
    <nav
      ref={list}
      aria-label="Problems"
      onKeyDown={moveByArrows}
      className="flex flex-col gap-3 px-2 py-2.5"
    >
      {empty && <Nothing />}
      <MissingImports missing={missing} />
      {invalid && <InvalidPackages {...invalid} />}
      {lacking.map((each) => (
        <LackingTypes key={each.types} {...each} />
      ))}
      {others.map((c) => (
        <CellSection key={c.cell} {...c} />
      ))}
      {failed.length > 0 && (
        <section aria-label="Runs that failed">
          <h2 className="px-2 py-1 font-[550] text-small">Runs that failed</h2>
          <ul>
            {failed.map((run) => (
              <FailedRun key={run.cell} {...run} />
            ))}
          </ul>
        </section>
      )}
    </nav>
  );
}

/** The panel that holds the list was given the keyboard while the list was still loading. */
function focusFirst(list: HTMLElement | null): void {
  const panel = list?.closest("[role=tabpanel]");
  if (panel && panel === document.activeElement) panel.querySelector<HTMLElement>("[data-row]")?.focus();
}

/** What types that are not installed lead to, in all cells, with one button that adds them. */
function LackingTypes({ types, problems, first }: Lacking) {
  const { focus } = useNotebook();
  const leave = useLeavePanel();
  const kept = useKeptFocus();
  const count = problems === 1 ? "1 place" : `${problems.toLocaleString("en")} places`;
  return (
    <section ref={kept} aria-label={`${types} is missing`}>
      <button
        type="button"
        data-row
        onClick={() => leave(() => focus.span(first.cell, first.from, first.to))}
        className={ROW}
      >
        <SeverityIcon severity={first.severity} />
        <span className="min-w-0 flex-1 break-words">
          <span className="font-mono text-[12.5px]">{types}</span> is not installed, which {count}{" "}
          {problems === 1 ? "needs" : "need"}.{" "}
          <span className="text-muted text-small">{summaryOf(first.diagnostic)}</span>
        </span>
      </button>
      <Install packages={[types]} />
    </section>
  );
}

const NONE: readonly never[] = [];

interface Invalid {
  readonly message: string;
  readonly line: number;
}

/** What is wrong with package.json, when the language server, which reads less into it, finds nothing. */
function useInvalidPackages(found: readonly CellProblems[]): Invalid | undefined {
  const status = useSelect((view) => view.packages);
  const line = status && invalidLine(status);
  if (!line || found.some((c) => c.cell === PACKAGES)) return undefined;
  return { message: packagesLine(status), line };
}

const PACKAGES = "package.json";

function InvalidPackages({ message, line }: Invalid) {
  const { focus } = useNotebook();
  const leave = useLeavePanel();
  const kept = useKeptFocus();
  return (
    <section ref={kept} aria-label={`Problems of ${PACKAGES}`}>
      <button type="button" data-row onClick={() => leave(() => focus.line(PACKAGES, line))} className={ROW}>
        <SeverityIcon severity="error" />
        <span className="min-w-0 flex-1 break-words">{message}</span>
      </button>
    </section>
  );
}

function Nothing() {
  const { state } = useLanguageStatus();
  return (
    <p className="px-1.5 py-0.5 text-muted">
      {state === "ready" ? "No problems." : "No problems are known. Types are not being checked now."}
    </p>
  );
}

function CellSection({ name, problems }: CellProblems) {
  return (
    <section aria-label={`Problems of ${name}`}>
      <h2 className="flex items-baseline gap-2 px-2 py-1 font-medium font-mono text-[12.5px]">
        {name}
        <span className="font-sans text-muted text-small tabular-nums">{problems.length}</span>
      </h2>
      <ul>
        {problems.map((p) => (
          <ProblemRow key={`${p.from} ${p.diagnostic.code} ${p.diagnostic.message}`} problem={p} />
        ))}
      </ul>
    </section>
  );
}

const ROW =
  "flex w-full gap-2 rounded-control px-2 py-1 text-left hover:bg-hover pointer-coarse:py-2.5 [&_svg.lucide]:mt-0.5 [&_svg.lucide]:size-3.5 [&_svg.lucide]:shrink-0";

function ProblemRow({ problem }: { problem: Problem }) {
  const { focus } = useNotebook();
  const leave = useLeavePanel();
  const kept = useKeptFocus();
  const { severity, diagnostic, line, column, cell, from, to } = problem;
  return (
    <li ref={kept}>
      <button type="button" data-row onClick={() => leave(() => focus.span(cell, from, to))} className={ROW}>
        <SeverityIcon severity={severity} />
        <span className="min-w-0 flex-1 break-words">
          {summaryOf(diagnostic)}{" "}
          <span className="text-muted text-small tabular-nums">
            {diagnostic.source ?? "ts"}
            {diagnostic.code !== undefined && `(${diagnostic.code})`} {line}:{column}
          </span>
        </span>
      </button>
      {diagnostic.install && <Install packages={diagnostic.install} />}
    </li>
  );
}

const summaryOf = ({ message }: Diagnostic) => message.split("\n", 1)[0];

function SeverityIcon({ severity }: Pick<Problem, "severity">) {
  return severity === "error" ? (
    <CircleX aria-label="Error" className="text-bad" />
  ) : (
    <TriangleAlert aria-label="Warning" className="text-warn" />
  );
}

function Install({ packages }: { packages: readonly string[] }) {
  const add = useAddPackages();
  return (
    <div className="flex flex-wrap gap-1.5 pb-1 pl-7.5">
      {packages.map((name) => (
        <Button
          key={name}
          size="small"
          busy={add.isPending ? "Adding" : undefined}
          onClick={() => add.mutate({ packages: [{ name, dev: name.startsWith("@types/") }] })}
        >
          Add {name}
        </Button>
      ))}
      {add.error && <FaultLine error={add.error} className="text-small" />}
    </div>
  );
}

interface Failed {
  readonly cell: string;
  readonly name: string;
  readonly message: string;
  /** Where it failed, which may be in another cell. */
  readonly place: { readonly file: string; readonly line: number } | undefined;
}

function useFailed(): readonly Failed[] {
  const runs = useSelect((view) => view.state.runs);
  const cells = useSelect((view) => view.state.cells);
  return useMemo(
    () =>
      cells.flatMap((c) => {
        const run = runs.findLast((r) => r.cell === c.id);
        if (!run || markOf(run) !== "failed") return [];
        const { failure } = run.exit ?? {};
        const { file, line } = failure ?? {};
        return [
          {
            cell: c.id,
            name: c.filename ?? "",
            message: failure?.message ?? run.exit?.message ?? "The run failed",
            place: file && line ? { file, line } : undefined,
          },
        ];
      }),
    [runs, cells],
  );
}

function FailedRun({ cell, name, message, place }: Failed) {
  const { actions, focus } = useNotebook();
  const leave = useLeavePanel();
  const go = () => {
    collapse([cell], "output", false);
    if (place) actions.showLine(place.file, place.line);
    else focus.frame(cell);
  };
  return (
    <li>
      <button type="button" data-row onClick={() => leave(go)} className={ROW}>
        <CircleX aria-label="Failed" className="text-bad" />
        <span className="min-w-0 flex-1 break-words">
          <span className="font-mono text-[12.5px]">{name}</span> {message}
          {place && (
            <span className="text-muted text-small tabular-nums">
              {" "}
              {place.file}:{place.line}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}
