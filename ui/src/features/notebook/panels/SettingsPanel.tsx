import { useMemo } from "react";
import { CellEditor } from "~/editor/CellEditor.tsx";
import type { EditorActions } from "~/editor/setup.ts";
import { cellByID } from "~/engine/state.ts";
import { useSelect, useSession } from "~/live/LiveProvider.tsx";
import { useMarks } from "../find/marked.ts";
import { useNotebook } from "../NotebookContext.ts";
import { FileSection } from "./FileSection.tsx";

const CELL = "tsconfig.json";

/** The settings of the notebook: its TypeScript configuration, and its file. */
export function SettingsPanel() {
  const typed = useSelect((view) => cellByID(view.state, CELL) !== undefined);
  const language = useSelect((view) => (view.state.language === "typescript" ? "TypeScript" : "JavaScript"));
  return (
    <div className="flex flex-col gap-4 px-3.5 py-3">
      <p>
        <span className="text-muted">Language</span> {language}
      </p>
      {typed && (
        <section aria-label="tsconfig.json" className="flex flex-col gap-1.5">
          <h2 className="font-[550] font-mono text-[12.5px]">tsconfig.json</h2>
          <div className="overflow-clip rounded-box border border-line bg-raised pt-1.5 focus-within:border-accent-line">
            <ConfigEditor />
          </div>
        </section>
      )}
      <FileSection />
    </div>
  );
}

function ConfigEditor() {
  const session = useSession();
  useMarks(CELL);
  const { focus, selection } = useNotebook();
  const actions = useMemo<EditorActions>(() => {
    const leave = () => {
      const { cell } = selection.state;
      if (cell) focus.frame(cell);
    };
    return { run: leave, runAndAdvance: leave, leave, exit: () => {} };
  }, [focus, selection]);
  return (
    <CellEditor
      session={session}
      cell={CELL}
      filename={CELL}
      label="Code of tsconfig.json"
      actions={actions}
    />
  );
}
