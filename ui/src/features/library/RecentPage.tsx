import { Clock } from "lucide-react";
import { useRef } from "react";
import { ListFailure } from "~/data/ListFailure.tsx";
import { useRecent } from "~/data/workspaces.ts";
import { EmptyState } from "~/ui/EmptyState.tsx";
import { PageTitle } from "~/ui/PageTitle.tsx";
import { ListSkeleton } from "./ListSkeleton.tsx";
import type { ListHandle } from "./VirtualList.tsx";
import { WorkspaceList } from "./WorkspaceList.tsx";

/** The notebooks that were opened last. */
export function RecentPage() {
  const recent = useRecent();
  const list = useRef<ListHandle>(null);
  return (
    <div className="mx-auto max-w-page px-4 pt-6 pb-12 desk:pt-9">
      <PageTitle className="mb-3">Recent</PageTitle>
      {recent.isPending && <ListSkeleton />}
      {recent.isError && !recent.data && (
        <ListFailure error={recent.error} onRetry={() => void recent.refetch()} />
      )}
      {recent.data?.length === 0 && (
        <EmptyState icon={<Clock />} title="Nothing was opened yet">
          Notebooks appear here when you open them, the latest first.
        </EmptyState>
      )}
      <WorkspaceList
        label="Notebooks opened last"
        rows={recent.data ?? []}
        arrangement="rows"
        timeOf={(row) => row.openedAt ?? row.updatedAt}
        handle={list}
      />
    </div>
  );
}
