import { useInfiniteQuery } from "@tanstack/react-query";
import { NotebookText, Trash2, Undo2 } from "lucide-react";
import { useCallback, useMemo, useRef } from "react";
import { rowCommands } from "~/commands/library.ts";
import { errorToast } from "~/data/fault-toast.ts";
import { ListFailure } from "~/data/ListFailure.tsx";
import { useDeleteLater, useLeaving } from "~/data/leaving.ts";
import { trashQuery, usePurgeWorkspace, useRestoreWorkspace } from "~/data/workspaces.ts";
import type { Workspace } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { EmptyState } from "~/ui/EmptyState.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { PageTitle } from "~/ui/PageTitle.tsx";
import { TimeAgo } from "~/ui/TimeAgo.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { ListSkeleton } from "./ListSkeleton.tsx";
import { useOnRow } from "./useRowCommands.tsx";
import { type ListHandle, VirtualList } from "./VirtualList.tsx";
import { entryHeight } from "./WorkspaceRow.tsx";

const leavingName = (workspace: Workspace) => `workspace/${workspace.id}`;
const keyOf = (workspace: Workspace) => workspace.id;

/** What was thrown away, to be brought back or deleted for good. */
export function TrashPage() {
  const trash = useInfiniteQuery(trashQuery);
  const leaving = useLeaving();
  const list = useRef<ListHandle>(null);
  const loaded = trash.data?.pages.flatMap((page) => page.items);
  const rows = loaded?.filter((row) => !leaving.has(leavingName(row))) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = trash;
  const onNearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  const actions = useTrashActions((row) => {
    const at = rows.indexOf(row);
    const next = rows[at + 1] ?? rows[at - 1];
    if (next) list.current?.focus(next.id);
  });
  useTrashCommands(rows, actions);
  return (
    <div className="mx-auto max-w-page px-4 pt-6 pb-12 desk:pt-9">
      <PageTitle>Trash</PageTitle>
      <p className="mb-3 text-muted">Notebooks stay here until you delete them for good.</p>
      {trash.isPending && <ListSkeleton />}
      {trash.isError && !trash.data && (
        <ListFailure error={trash.error} onRetry={() => void trash.refetch()} />
      )}
      {loaded && rows.length === 0 && (
        <EmptyState icon={<Trash2 />} title="The trash is empty">
          What you move here can be brought back whole, with its history.
        </EmptyState>
      )}
      <VirtualList
        label="Notebooks in the trash"
        items={rows}
        keyOf={keyOf}
        height={entryHeight.rows}
        handle={list}
        onNearEnd={onNearEnd}
        render={(row) => <TrashRow workspace={row} actions={actions} />}
      />
    </div>
  );
}

interface TrashActions {
  restore: (row: Workspace) => void;
  deleteForGood: (row: Workspace) => void;
}

/** What can be done with a row; `onLeave` is called before it leaves the list. */
function useTrashActions(onLeave: (row: Workspace) => void): TrashActions {
  const restore = useRestoreWorkspace();
  const purge = usePurgeWorkspace();
  const deleteLater = useDeleteLater();
  const toast = useToast();
  return {
    restore: (row) => {
      onLeave(row);
      restore.mutate(row.id, {
        onSuccess: () => toast({ text: `${row.title} is back in the library` }),
        onError: (error) => toast(errorToast(error)),
      });
    },
    deleteForGood: (row) => {
      onLeave(row);
      deleteLater(leavingName(row), `${row.title} is deleted for good`, () => purge.mutateAsync(row.id));
    },
  };
}

function useTrashCommands(rows: readonly Workspace[], actions: TrashActions): void {
  const onRow = useOnRow(rows);
  const latest = useRef(actions);
  latest.current = actions;
  const enabled = rows.length > 0;
  useCommands(
    useMemo(
      (): Command[] => [
        {
          ...rowCommands["row.restore"],
          icon: <Undo2 />,
          enabled,
          run: () => onRow((row) => latest.current.restore(row)),
        },
        {
          ...rowCommands["row.delete"],
          icon: <Trash2 />,
          enabled,
          run: () => onRow((row) => latest.current.deleteForGood(row)),
        },
      ],
      [enabled, onRow],
    ),
  );
}

function TrashRow({ workspace, actions }: { workspace: Workspace; actions: TrashActions }) {
  const { title, trashedAt } = workspace;
  return (
    <div className="flex h-full items-center gap-3.5 border-line border-b pr-1 pl-3">
      <NotebookText className="text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-[550] text-large">{title}</p>
        <p className="truncate text-muted">{trashedAt && <>Thrown away {<TimeAgo at={trashedAt} />}</>}</p>
      </div>
      <Button
        data-primary
        data-keys="row"
        size="small"
        icon={<Undo2 />}
        aria-label={`Restore ${title}`}
        onClick={() => actions.restore(workspace)}
      >
        Restore
      </Button>
      <IconButton
        label={`Delete ${title} for good`}
        command="row.delete"
        onClick={() => actions.deleteForGood(workspace)}
      >
        <Trash2 />
      </IconButton>
    </div>
  );
}
