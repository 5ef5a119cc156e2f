import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { BookOpen } from "lucide-react";
import { errorToast } from "~/data/fault-toast.ts";
import { ListFailure } from "~/data/ListFailure.tsx";
import { examplesQuery, useImportWorkspace } from "~/data/workspaces.ts";
import type { Example } from "~/protocol/wire.ts";
import { EmptyState } from "~/ui/EmptyState.tsx";
import { PageTitle } from "~/ui/PageTitle.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { ListSkeleton } from "./ListSkeleton.tsx";
import { LanguageTag } from "./WorkspaceRow.tsx";

/** Notebooks to learn from. Opening one makes a copy in the library. */
export function ExamplesPage() {
  const examples = useQuery(examplesQuery);
  return (
    <div className="mx-auto max-w-page px-4 pt-6 pb-12 desk:pt-9">
      <PageTitle>Examples</PageTitle>
      <p className="mb-4 text-muted">Opening one makes a copy that is yours to change.</p>
      {examples.isPending && <ListSkeleton />}
      {examples.isError && <ListFailure error={examples.error} onRetry={() => void examples.refetch()} />}
      {examples.data?.length === 0 && (
        <EmptyState icon={<BookOpen />} title="There are no examples in this build" />
      )}
      <ul className="grid gap-3 phone:grid-cols-2">
        {examples.data?.map((example) => (
          <li key={example.id}>
            <ExampleCard example={example} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function ExampleCard({ example }: { example: Example }) {
  const { mutate, isPending } = useImportWorkspace();
  const navigate = useNavigate();
  const toast = useToast();
  const open = () =>
    mutate(
      { example: example.id },
      {
        onSuccess: ({ id }) => void navigate({ to: "/n/$workspace", params: { workspace: id } }),
        onError: (error) => toast(errorToast(error)),
      },
    );
  return (
    <button
      type="button"
      disabled={isPending}
      onClick={open}
      className="flex h-full w-full flex-col gap-1 rounded-box border border-line-strong bg-raised p-4 text-left transition-colors hover:border-accent-line hover:bg-accent-soft"
    >
      <span className="font-semibold text-large">{example.title}</span>
      <span className="text-muted">{example.summary}</span>
      <span className="mt-auto flex items-center gap-2 pt-2 text-muted text-small">
        <LanguageTag language={example.language} />
        {isPending ? "Opening a copy…" : `${example.cells} ${example.cells === 1 ? "cell" : "cells"}`}
      </span>
    </button>
  );
}
