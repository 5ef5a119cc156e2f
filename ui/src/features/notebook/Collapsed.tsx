import {
  ChevronRight,
  ChevronsDownUp,
  ChevronsUpDown,
  ListChevronsDownUp,
  ListChevronsUpDown,
} from "lucide-react";
import { useMemo } from "react";
import { cellByID, isMovable } from "~/engine/state.ts";
import { useCell, useOutput, useRunOf, useSelect } from "~/live/LiveProvider.tsx";
import type { CellID, Run } from "~/protocol/wire.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { useKeptFocus } from "~/ui/useKeptFocus.ts";
import { plainText } from "./ansi.ts";
import { collapse, headingLevel, sectionOf, useCollapsed } from "./collapse.ts";

const count = (n: number, what: string) => `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;

/** Collapses the code of a cell, and the output if there is one. They show where the pointer or the keyboard is. */
export function CollapseButtons({ cell, filename }: { cell: CellID; filename: string }) {
  const code = useCollapsed(cell, "code");
  const output = useCollapsed(cell, "output");
  const run = useRunOf(cell);
  return (
    <span className="flex opacity-0 transition-opacity focus-within:opacity-100 group-hover/cell:opacity-100 group-data-selected/cell:opacity-100 pointer-coarse:opacity-100">
      <IconButton
        label={`${code ? "Expand" : "Collapse"} the code of ${filename}`}
        command="cell.collapse"
        aria-expanded={!code}
        className="size-7! pointer-coarse:size-10!"
        onClick={() => collapse([cell], "code", !code)}
      >
        {code ? <ChevronsUpDown /> : <ChevronsDownUp />}
      </IconButton>
      {run && (
        <IconButton
          label={`${output ? "Expand" : "Collapse"} the output of ${filename}`}
          command="cell.collapse-output"
          aria-expanded={!output}
          className="size-7! pointer-coarse:size-10!"
          onClick={() => collapse([cell], "output", !output)}
        >
          {output ? <ListChevronsUpDown /> : <ListChevronsDownUp />}
        </IconButton>
      )}
    </span>
  );
}

/** The first line of collapsed code; a click shows all of it. */
export function CollapsedCode({ cell, filename }: { cell: CellID; filename: string }) {
  const text = useCell(cell, (view) => cellByID(view.state, cell)?.text);
  if (!text) return null;
  const first = [...text.iterLines()].find((line) => line.trim() !== "") ?? "";
  return (
    <Summary
      label={`Expand the code of ${filename}`}
      first={first.trim()}
      size={count(text.lines, "line")}
      onOpen={() => collapse([cell], "code", false)}
    />
  );
}

/** The first line of collapsed output. */
export function CollapsedOutput({ cell, run }: { cell: CellID; run: Run }) {
  const { log, lines } = useOutput(run.id);
  const first = log.lines > 0 ? plainText(log.line(0).text) : "";
  const size = lines === 0 ? "no output" : `${count(lines, "line")} of output`;
  return (
    <Summary
      label={`Expand the output of ${run.filename}`}
      first={first}
      size={run.exit?.failure ? `${run.exit.failure.message} · ${size}` : size}
      onOpen={() => collapse([cell], "output", false)}
    />
  );
}

function Summary({
  label,
  first,
  size,
  onOpen,
}: {
  label: string;
  first: string;
  size: string;
  onOpen: () => void;
}) {
  const kept = useKeptFocus();
  return (
    <button
      ref={kept}
      type="button"
      aria-label={`${label}, ${size}`}
      aria-expanded="false"
      onClick={onOpen}
      className="flex w-full items-center gap-2 border-line border-t bg-sunken px-3 py-1.5 text-left text-muted text-small hover:bg-hover hover:text-text"
    >
      <ChevronRight className="shrink-0" />
      <span className="min-w-0 truncate font-mono">{first}</span>
      <span className="ml-auto min-w-0 max-w-1/2 shrink-0 truncate tabular-nums">{size}</span>
    </button>
  );
}

/** Says how many cells are collapsed below a heading; a click shows them. */
export function CollapsedSection({ cell }: { cell: CellID }) {
  const folded = useCollapsed(cell, "section");
  return folded ? <SectionSize cell={cell} /> : null;
}

function SectionSize({ cell }: { cell: CellID }) {
  const cells = useSelect((view) => view.state.cells);
  const below = useMemo(
    () =>
      sectionOf(
        cells.filter((c) => isMovable(c.kind)),
        cell,
      ),
    [cells, cell],
  );
  const own = cells.find((c) => c.id === cell);
  if (!own || headingLevel(own) === undefined) return null;
  return (
    <Summary
      label="Expand the section"
      first=""
      size={`${count(below.length, "cell")} below this heading`}
      onOpen={() => collapse([cell], "section", false)}
    />
  );
}
