// The problems of all cells, in reading order.
import { cellByID } from "~/engine/state.ts";
import type { Language } from "~/live/language.ts";
import type { CellID } from "~/protocol/wire.ts";
import { type Finding, located } from "./findings.ts";

/** What is wrong in one cell. */
export interface CellProblems {
  readonly cell: CellID;
  /** The name of its file. */
  readonly name: string;
  readonly problems: readonly Problem[];
}

export interface Problem extends Finding {
  readonly cell: CellID;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** The errors and warnings of all cells that have any. */
export function problemsOf(language: Language): readonly CellProblems[] {
  return language.session.view.state.cells.flatMap((c) => {
    const checked = language.check(c.id);
    if (!checked) return [];
    const problems = located(checked, c.text)
      .filter((f) => f.severity === "error" || f.severity === "warning")
      .sort((a, b) => a.from - b.from)
      .map((f) => {
        const line = c.text.lineAt(f.from);
        return { ...f, cell: c.id, line: line.number, column: f.from - line.from + 1 };
      });
    return problems.length === 0 ? [] : [{ cell: c.id, name: c.filename ?? c.id, problems }];
  });
}

/** Types that are not installed, and what that leads to. */
export interface Lacking {
  /** The package, such as @types/node. */
  readonly types: string;
  /** How many problems they would resolve. */
  readonly problems: number;
  readonly first: Problem;
}

/** Sets problems that types would resolve apart from all others, one entry for each package. Pure. */
export function withoutTypes(found: readonly CellProblems[]): {
  readonly lacking: readonly Lacking[];
  readonly others: readonly CellProblems[];
} {
  const lacking = new Map<string, Lacking>();
  const others = found.flatMap((cell) => {
    const problems = cell.problems.filter((problem) => {
      const [types, another] = problem.diagnostic.install ?? [];
      if (another !== undefined || !types?.startsWith("@types/")) return true;
      const { first, problems: before } = lacking.get(types) ?? { first: problem, problems: 0 };
      lacking.set(types, { types, first, problems: before + 1 });
      return false;
    });
    return problems.length === 0 ? [] : [{ ...cell, problems }];
  });
  return { lacking: [...lacking.values()], others };
}

/** The problem after or before a place, around the end of the notebook. */
export function neighbour(
  language: Language,
  at: { readonly cell: CellID | undefined; readonly offset: number },
  step: 1 | -1,
): Problem | undefined {
  const all = problemsOf(language).flatMap((c) => c.problems);
  const order = new Map(language.session.view.state.cells.map((c, i) => [c.id, i]));
  const here =
    at.cell !== undefined && cellByID(language.session.view.state, at.cell) ? order.get(at.cell) : -1;
  const ahead = (p: Problem) => ((order.get(p.cell) ?? 0) - (here ?? -1) || p.from - at.offset) * step > 0;
  return step === 1 ? (all.find(ahead) ?? all[0]) : (all.findLast(ahead) ?? all.at(-1));
}
