import { expect, test } from "vitest";
import type { CellProblems, Problem } from "./problems.ts";
import { withoutTypes } from "./problems.ts";

const problem = (line: number, ...install: string[]): Problem => ({
  cell: "a",
  from: line,
  to: line,
  line,
  column: 1,
  severity: "error",
  diagnostic: { range: [line, 0, line, 1], severity: 1, message: `m${line}`, install } as never,
});
const cell = (name: string, ...problems: Problem[]): CellProblems => ({ cell: name, name, problems });

test("what types would resolve is one entry for each package, with how often", () => {
  const [process, buffer, path, own, lib] = [
    problem(1, "@types/node"),
    problem(2, "@types/node"),
    problem(3, "@types/node"),
    problem(4),
    problem(5, "lodash"),
  ];
  expect(withoutTypes([cell("a", process, own, buffer), cell("b", path), cell("c", lib)])).toEqual({
    lacking: [{ types: "@types/node", problems: 3, first: process }],
    others: [cell("a", own), cell("c", lib)],
  });
});
