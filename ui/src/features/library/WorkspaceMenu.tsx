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
        keys="Enter"
        onSelect={() => void navigate({ to: "/n/$workspace", params: { workspace: workspace.id } })}
      >
        Open
      </MenuItem>
      <MenuItem icon={<Pencil />} keys="F2" onSelect={() => actions.beginRename(workspace.id)}>
        Rename
      </MenuItem>
      <MenuItem icon={<Copy />} onSelect={() => actions.duplicate(workspace)}>
        Duplicate
      </MenuItem>
      <MenuItem icon={<Download />} onSelect={() => actions.exportFile(workspace)}>
        Export…
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} keys="Delete" danger onSelect={() => actions.trash(workspace)}>
        Move to trash
      </MenuItem>
    </Menu>
  );
}
