import { useInfiniteQuery } from "@tanstack/react-query";
import { Ellipsis, KeyRound, NotebookText, Pencil, Trash2 } from "lucide-react";
import { errorToast } from "~/data/fault-toast.ts";
import { useGrantSecret } from "~/data/secrets.ts";
import { libraryQuery } from "~/data/workspaces.ts";
import type { Secret } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { Menu, MenuItem, MenuSeparator } from "~/ui/Menu.tsx";
import { Popover } from "~/ui/Popover.tsx";
import { TimeAgo } from "~/ui/TimeAgo.tsx";
import { useToast } from "~/ui/Toast.tsx";

/** One secret: its name, what it is for, when it was set, and who gets it. */
export function SecretRow({
  secret,
  onEdit,
  onDelete,
}: {
  secret: Secret;
  onEdit: () => void;
  onDelete: () => void;
}) {
  const { name, description, updatedAt, granted } = secret;
  const count = granted.length;
  return (
    <li className="flex min-h-15.75 items-center gap-3.5 border-line border-b py-2 pr-1 pl-3">
      <KeyRound className="text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium font-mono">{name}</p>
        <p className="truncate text-muted">
          {description ? `${description} · ` : ""}set <TimeAgo at={updatedAt} />
        </p>
      </div>
      <Popover
        label={`Notebooks that get ${name}`}
        trigger={
          <Button size="small" icon={<NotebookText />}>
            {count}
            <span className="max-phone:sr-only">{count === 1 ? "notebook" : "notebooks"}</span>
            <span className="sr-only">get {name}</span>
          </Button>
        }
      >
        <Grants secret={secret} />
      </Popover>
      <Menu
        label={`Actions for ${name}`}
        trigger={
          <IconButton label={`Actions for ${name}`}>
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={onEdit}>
          Change
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Trash2 />} danger onSelect={onDelete}>
          Delete
        </MenuItem>
      </Menu>
    </li>
  );
}

function Grants({ secret }: { secret: Secret }) {
  const { data } = useInfiniteQuery(libraryQuery());
  const grant = useGrantSecret();
  const toast = useToast();
  const notebooks = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <p className="mb-1.5 font-[550]">Notebooks whose cells get it</p>
      {notebooks.length === 0 && <p className="text-muted">There are no notebooks yet.</p>}
      <ul className="max-h-60 overflow-y-auto">
        {notebooks.map(({ id, title }) => (
          <li key={id}>
            <label className="flex min-h-7 items-center gap-2 rounded-control px-1.5 hover:bg-hover pointer-coarse:min-h-10">
              <input
                type="checkbox"
                checked={secret.granted.includes(id)}
                disabled={grant.isPending}
                onChange={(event) =>
                  grant.mutate(
                    { workspace: id, name: secret.name, granted: event.currentTarget.checked },
                    { onError: (error) => toast(errorToast(error)) },
                  )
                }
                className="accent-(--accent)"
              />
              <span className="min-w-0 truncate">{title}</span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}
