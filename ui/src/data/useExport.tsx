import { lazy, type ReactNode, Suspense, useState } from "react";
import type { Workspace } from "~/protocol/wire.ts";

const ExportDialog = lazy(async () => ({ default: (await import("./ExportDialog.tsx")).ExportDialog }));

/** What is known of a workspace that is to be exported. */
export type Exported = Pick<Workspace, "id" | "title">;

/** Offers the export of workspaces. `dialog` has to be drawn; `ask` opens it. */
export function useExport(): { ask: (workspace: Exported) => void; dialog: ReactNode } {
  const [workspace, setWorkspace] = useState<Exported>();
  return {
    ask: setWorkspace,
    dialog: workspace && (
      <Suspense>
        <ExportDialog workspace={workspace} onClose={() => setWorkspace(undefined)} />
      </Suspense>
    ),
  };
}
