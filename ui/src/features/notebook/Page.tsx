import type { WorkspaceID } from "~/protocol/wire.ts";

/** The page of one notebook. */
export function NotebookPage({ workspace }: { workspace: WorkspaceID }) {
  return <main aria-label={`Notebook ${workspace}`} />;
}
