import { useNavigate } from "@tanstack/react-router";
import { Copy, Download, Ellipsis, FolderOpen, Pencil, Trash2 } from "lucide-react";
import type { Workspace } from "~/protocol/wire.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { Menu, MenuItem, MenuSeparator } from "~/ui/Menu.tsx";
import type { WorkspaceActions } from "./useWorkspaceActions.ts";

/** What can be done with a workspace of the library. */
export function WorkspaceMenu({ workspace, actions }: { workspace: Workspace; actions: WorkspaceActions }) {
  const navigate = useNavigate();
  return (
    <Menu
      label={`Actions for ${workspace.title}`}
      trigger={
        <IconButton label={`Actions for ${workspace.title}`} className="relative z-10">
          <Ellipsis />
        </IconButton>
      }
    >
      <MenuItem
        icon={<FolderOpen />}
        command="row.open"
        onSelect={() => void navigate({ to: "/n/$workspace", params: { workspace: workspace.id } })}
      >
        Open
      </MenuItem>
      <MenuItem icon={<Pencil />} command="row.rename" onSelect={() => actions.beginRename(workspace.id)}>
        Rename
      </MenuItem>
      <MenuItem icon={<Copy />} command="row.duplicate" onSelect={() => actions.duplicate(workspace)}>
        Duplicate
      </MenuItem>
      <MenuItem icon={<Download />} command="row.export" onSelect={() => actions.exportFile(workspace)}>
        Export…
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} command="row.trash" danger onSelect={() => actions.trash(workspace)}>
        Move to trash
      </MenuItem>
    </Menu>
  );
}
