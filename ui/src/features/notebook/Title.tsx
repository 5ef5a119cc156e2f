import { useState } from "react";
import { FaultWords } from "~/data/FaultLine.tsx";
import { checkTitle } from "~/engine/rules.ts";
import { useSelect } from "~/live/LiveProvider.tsx";
import type { Fault } from "~/protocol/wire.ts";
import { EditableText } from "~/ui/EditableText.tsx";
import { useNotebook } from "./NotebookContext.ts";

/** The title of the notebook. Click edits it. */
export function Title() {
  const title = useSelect((view) => view.state.title);
  const { actions } = useNotebook();
  const [error, setError] = useState<Fault>();
  const commit = (next: string) => {
    const wrong = checkTitle(next);
    setError(wrong);
    if (wrong) return;
    void actions.retitle(next).then((outcome) => setError(outcome.ok ? undefined : outcome.fault));
  };
  return (
    <h1 className="mb-3 ml-11 px-2 font-semibold text-h1 tracking-[-0.018em] max-phone:ml-9 max-phone:text-h2">
      <EditableText
        label="Title"
        value={title}
        error={error && <FaultWords fault={error} />}
        onCommit={commit}
        className="w-full whitespace-pre-wrap [overflow-wrap:anywhere]"
      />
    </h1>
  );
}
