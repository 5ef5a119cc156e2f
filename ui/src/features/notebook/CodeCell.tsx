import { memo, useMemo } from "react";
import { CellEditor } from "~/editor/CellEditor.tsx";
import type { CodeProblem } from "~/editor/failure.ts";
import { languageMark } from "~/editor/languages.ts";
import { StillCode } from "~/editor/StillCode.tsx";
import type { EditorActions } from "~/editor/setup.ts";
import { cellByID } from "~/engine/state.ts";
import { useCell, useRunOf, useSession } from "~/live/LiveProvider.tsx";
import type { CellID } from "~/protocol/wire.ts";
import { CellFrame } from "./CellFrame.tsx";
import { CollapseButtons, CollapsedCode } from "./Collapsed.tsx";
import { useCollapsed } from "./collapse.ts";
import { FileName } from "./FileName.tsx";
import { useMarks } from "./find/marked.ts";
import { useNotebook } from "./NotebookContext.ts";
import { OutputBlock } from "./OutputBlock.tsx";
import { ProblemCount } from "./ProblemCount.tsx";
import { RunButton } from "./RunButton.tsx";
import { RunTime } from "./RunTime.tsx";

/** A module of the notebook with its output. */
export const CodeCell = memo(function CodeCell({
  cell,
  early,
  first,
}: {
  cell: CellID;
  early: boolean;
  first: boolean;
}) {
  const filename = useCell(cell, (view) => cellByID(view.state, cell)?.filename) ?? "";
  return (
    <CellFrame
      cell={cell}
      kind="code"
      name={filename}
      early={early}
      first={first}
      run={<RunButton cell={cell} filename={filename} />}
    >
      {(full) => (
        <div className="overflow-clip rounded-box border border-line bg-raised group-data-selected/cell:border-accent-line group-data-selected/cell:shadow-[0_0_0_1px_var(--accent-line)]">
          <header className="flex h-8 items-center gap-2 pr-1.5 pl-3.5 text-muted text-small pointer-coarse:h-10">
            <FileName cell={cell} filename={filename} />
            <Tag filename={filename} />
            <span className="flex-1" />
            {full && <CollapseButtons cell={cell} filename={filename} />}
            <ProblemCount cell={cell} filename={filename} />
            <RunTime cell={cell} />
          </header>
          <Code cell={cell} filename={filename} full={full} />
          <OutputBlock cell={cell} />
        </div>
      )}
    </CellFrame>
  );
});

function Code({ cell, filename, full }: { cell: CellID; filename: string; full: boolean }) {
  if (useCollapsed(cell, "code")) return <CollapsedCode cell={cell} filename={filename} />;
  return full ? <Editor cell={cell} filename={filename} /> : <Still cell={cell} />;
}

function Tag({ filename }: { filename: string }) {
  return (
    <span className="rounded-tag bg-hover px-1.25 font-[550] text-[10px]/[15px] text-muted">
      {languageMark(filename)}
    </span>
  );
}

function Still({ cell }: { cell: CellID }) {
  const text = useCell(cell, (view) => cellByID(view.state, cell)?.text);
  return text && <StillCode text={text} />;
}

function Editor({ cell, filename }: { cell: CellID; filename: string }) {
  const session = useSession();
  const { actions, focus } = useNotebook();
  const editorActions = useMemo<EditorActions>(
    () => ({
      run: () => actions.run([cell]),
      runAndAdvance: () => actions.runAndAdvance([cell]),
      leave: () => focus.frame(cell),
      exit: (direction) => actions.exit(cell, direction),
    }),
    [actions, focus, cell],
  );
  const problem = useProblem(cell, filename);
  useMarks(cell);
  return (
    <CellEditor
      session={session}
      cell={cell}
      filename={filename}
      label={`Code of ${filename}`}
      actions={editorActions}
      problem={problem}
    />
  );
}

/** The place where the cell's last run failed, while the text is still the one that ran. */
function useProblem(cell: CellID, filename: string): CodeProblem | undefined {
  const run = useRunOf(cell);
  const unchanged = useCell(cell, (view) => cellByID(view.state, cell)?.version === run?.version);
  const failure = run?.exit?.failure;
  return useMemo(() => {
    if (!unchanged || failure?.line === undefined || failure.file !== filename) return undefined;
    return { line: failure.line, column: failure.column, message: failure.message };
  }, [failure, filename, unchanged]);
}
