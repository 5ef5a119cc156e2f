import { type RefObject, useState } from "react";
import { errorToast } from "~/data/fault-toast.ts";
import {
  useDuplicateWorkspace,
  useRenameWorkspace,
  useRestoreWorkspace,
  useTrashWorkspace,
} from "~/data/workspaces.ts";
import type { Workspace, WorkspaceID } from "~/protocol/wire.ts";
import { useToast } from "~/ui/Toast.tsx";
import type { ListHandle } from "./VirtualList.tsx";

/** What a person can do with the rows of a list. */
export interface WorkspaceActions {
  /** The row whose title is being edited. */
  renaming: WorkspaceID | null;
  beginRename: (id: WorkspaceID) => void;
  endRename: (id: WorkspaceID) => void;
  rename: (workspace: Workspace, title: string) => void;
  duplicate: (workspace: Workspace) => void;
  /** Asks for a format and saves the file. */
  exportFile: (workspace: Workspace) => void;
  /** Moves it to the trash; a toast offers to undo, and the focus goes to the next row. */
  trash: (workspace: Workspace) => void;
}

/** The actions for the rows of a list, which keep the focus in it. */
export function useWorkspaceActions(
  rows: readonly Workspace[],
  list: RefObject<ListHandle | null>,
  exportFile: (workspace: Workspace) => void,
): WorkspaceActions {
  const [renaming, setRenaming] = useState<WorkspaceID | null>(null);
  const rename = useRenameWorkspace();
  const duplicate = useDuplicateWorkspace();
  const trash = useTrashWorkspace();
  const restore = useRestoreWorkspace();
  const toast = useToast();
  const onError = (error: Error) => toast(errorToast(error));

  return {
    renaming,
    beginRename: setRenaming,
    endRename: (id) => {
      setRenaming(null);
      list.current?.focus(id);
    },
    rename: ({ id }, title) => rename.mutate({ id, title }, { onError }),
    duplicate: ({ id, title }) =>
      duplicate.mutate(id, {
        onSuccess: (copy) => {
          toast({ text: `${title} was duplicated` });
          list.current?.focus(copy.id);
        },
        onError,
      }),
    exportFile,
    trash: ({ id, title }) => {
      const at = rows.findIndex((row) => row.id === id);
      const next = rows[at + 1] ?? rows[at - 1];
      if (next) list.current?.focus(next.id);
      trash.mutate(id, { onError });
      toast({
        text: `${title} is in the trash`,
        action: { label: "Undo", run: () => restore.mutate(id, { onError }) },
      });
    },
  };
}
