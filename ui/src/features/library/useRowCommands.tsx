import { useNavigate } from "@tanstack/react-router";
import { Copy, Download, FolderOpen, Pencil, Trash2 } from "lucide-react";
import { useMemo, useRef } from "react";
import { rowCommands } from "~/commands/library.ts";
import type { Workspace } from "~/protocol/wire.ts";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { useToast } from "~/ui/Toast.tsx";
import type { WorkspaceActions } from "./useWorkspaceActions.ts";
import { keyAtFocus } from "./VirtualList.tsx";

/** Offers what can be done with the row that has the keyboard. */
export function useRowCommands(rows: readonly Workspace[], actions: WorkspaceActions): void {
  const onRow = useOnRow(rows);
  const navigate = useNavigate();
  const latest = useRef(actions);
  latest.current = actions;
  const enabled = rows.length > 0;
  useCommands(
    useMemo((): Command[] => {
      const command = (
        name: keyof typeof rowCommands,
        icon: Command["icon"],
        act: (row: Workspace) => void,
      ): Command => ({ ...rowCommands[name], icon, enabled, run: () => onRow(act) });
      const open = ({ id }: Workspace) => void navigate({ to: "/n/$workspace", params: { workspace: id } });
      return [
        command("row.open", <FolderOpen />, open),
        command("row.rename", <Pencil />, ({ id }) => latest.current.beginRename(id)),
        command("row.duplicate", <Copy />, (row) => latest.current.duplicate(row)),
        command("row.export", <Download />, (row) => latest.current.exportFile(row)),
        command("row.trash", <Trash2 />, (row) => latest.current.trash(row)),
      ];
    }, [enabled, navigate, onRow]),
  );
}

/** Does something with the row that has the keyboard, or tells that none has it. */
export function useOnRow(rows: readonly Workspace[]): (act: (row: Workspace) => void) => void {
  const toast = useToast();
  const latest = useRef(rows);
  latest.current = rows;
  return useMemo(
    () => (act) => {
      const key = keyAtFocus();
      const row = latest.current.find(({ id }) => id === key);
      if (row) act(row);
      else toast({ text: "Go to a notebook in the list first" });
    },
    [toast],
  );
}
