import { type MouseEvent, memo, useMemo } from "react";
import { CellEditor } from "~/editor/CellEditor.tsx";
import type { EditorActions } from "~/editor/setup.ts";
import { cellByID } from "~/engine/state.ts";
import { useCell, useSession } from "~/live/LiveProvider.tsx";
import type { CellID } from "~/protocol/wire.ts";
import { CellFrame } from "./CellFrame.tsx";
import { CollapsedSection } from "./Collapsed.tsx";
import { useMarks } from "./find/marked.ts";
import { follow } from "./follow.ts";
import { useNotebook } from "./NotebookContext.ts";
import { Prose } from "./Prose.tsx";
import { type SelectionState, useSelection } from "./selection.ts";

/** Text between the code. It shows as it reads; Enter or a double click edits its Markdown. */
export const ProseCell = memo(function ProseCell({
  cell,
  early,
  first,
}: {
  cell: CellID;
  early: boolean;
  first: boolean;
}) {
  const { selection } = useNotebook();
  const editing = useSelection(selection, (s: SelectionState) => s.editing === cell);
  const name = useCell(cell, (view) => nameOf(cellByID(view.state, cell)?.text.line(1).text ?? ""));
  return (
    <CellFrame cell={cell} kind="markdown" name={name} early={early} first={first}>
      {() => (
        <div className="rounded-box px-2 py-0.5 group-data-selected/cell:shadow-[0_0_0_1px_var(--accent-line)]">
          {editing ? <ProseEditor cell={cell} /> : <Preview cell={cell} />}
          <CollapsedSection cell={cell} />
        </div>
      )}
    </CellFrame>
  );
});

function nameOf(line: string): string {
  const plain = line
    .replace(/^[#>\s*-]+/, "")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*`~$]/g, "");
  return plain.slice(0, 40) || "without text";
}

function Preview({ cell }: { cell: CellID }) {
  const text = useCell(cell, (view) => cellByID(view.state, cell)?.text);
  const session = useSession();
  const { focus } = useNotebook();
  const go = (event: MouseEvent) => {
    const link = event.target instanceof Element && event.target.closest("a[href^='#']");
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    // The browser puts the anchor into the address; it knows only the headings that are on the page.
    if (link && !elsewhere) follow(link.getAttribute("href")?.slice(1) ?? "", session, focus);
  };
  const edit = (event: MouseEvent) => {
    if (event.target instanceof Element && event.target.closest("a")) return;
    window.getSelection()?.removeAllRanges();
    focus.editor(cell, "end");
  };
  if (!text || text.length === 0) {
    return (
      <button
        type="button"
        onClick={() => focus.editor(cell)}
        className="w-full text-left text-faint text-prose"
      >
        Empty text. Enter to write
      </button>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the frame does the same as a double click
    // biome-ignore lint/a11y/useKeyWithClickEvents: what is clicked is a link
    <div onClick={go} onDoubleClick={edit}>
      <Prose text={text} prefix={cell} />
    </div>
  );
}

function ProseEditor({ cell }: { cell: CellID }) {
  const session = useSession();
  const { actions, focus } = useNotebook();
  const editorActions = useMemo<EditorActions>(
    () => ({
      run: () => focus.frame(cell),
      runAndAdvance: () => {
        focus.frame(cell);
        actions.select("down");
      },
      leave: () => focus.frame(cell),
      exit: (direction) => actions.exit(cell, direction),
    }),
    [actions, focus, cell],
  );
  useMarks(cell);
  return <CellEditor session={session} cell={cell} label="Markdown" actions={editorActions} />;
}
