import { useState } from "react";
import { FaultWords } from "~/data/FaultLine.tsx";
import { checkFreeFilename } from "~/engine/rules.ts";
import { useSession } from "~/live/LiveProvider.tsx";
import type { CellID, Fault } from "~/protocol/wire.ts";
import { EditableText } from "~/ui/EditableText.tsx";
import { useNotebook } from "./NotebookContext.ts";

/** The file name of a code cell. Click renames; what is wrong with a name is said beside it. */
export function FileName({ cell, filename }: { cell: CellID; filename: string }) {
  const session = useSession();
  const { actions } = useNotebook();
  const [error, setError] = useState<Fault>();
  const rename = (name: string) => {
    const wrong = checkFreeFilename(session.view.state, name, cell);
    if (wrong) return setError(wrong);
    setError(undefined);
    void actions.rename(cell, name).then((outcome) => {
      if (!outcome.ok) setError(outcome.fault);
    });
  };
  return (
    <span className="flex min-w-0 items-center gap-3">
      <EditableText
        label="File name"
        value={filename}
        error={error && <FaultWords fault={error} />}
        onEditingChange={(editing) => editing && setError(undefined)}
        onCommit={rename}
        className="shrink-0 max-phone:shrink font-mono font-medium text-[12.5px] text-text"
      />
    </span>
  );
}
