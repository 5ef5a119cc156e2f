import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { AppWindow, NotebookText } from "lucide-react";
import type { ReactNode } from "react";
import { sessionQuery } from "~/data/session.ts";
import type { Workspace } from "~/protocol/wire.ts";
import { EditableText } from "~/ui/EditableText.tsx";
import { TimeAgo } from "~/ui/TimeAgo.tsx";
import type { WorkspaceActions } from "./useWorkspaceActions.ts";
import { WorkspaceMenu } from "./WorkspaceMenu.tsx";

export type Arrangement = "rows" | "grid";

/** Heights of one entry in CSS pixels, its line included. */
export const entryHeight: Record<Arrangement, number> = { rows: 63, grid: 132 };

/** One workspace of the library, as a row or as a card. */
export function WorkspaceRow({
  workspace,
  arrangement,
  actions,
  at,
}: {
  workspace: Workspace;
  arrangement: Arrangement;
  actions: WorkspaceActions;
  /** The time that it shows. */
  at: string;
}) {
  const { id, title, summary, language, running } = workspace;
  const renaming = actions.renaming === id;
  const name = renaming ? (
    <EditableText
      label="Title"
      value={title}
      editing
      onEditingChange={(editing) => !editing && actions.endRename(id)}
      onCommit={(next) => actions.rename(workspace, next)}
      className="relative z-10 w-full font-[550] text-large"
    />
  ) : (
    <Link
      to="/n/$workspace"
      params={{ workspace: id }}
      data-primary
      data-keys="row"
      className="block truncate font-[550] text-large outline-none after:absolute after:inset-0 after:rounded-box focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
    >
      {title}
    </Link>
  );
  const parts = {
    icon: workspace.kind === "app" ? <AppWindow aria-label="App" /> : <NotebookText aria-label="Notebook" />,
    name,
    summary: summary || `${workspace.cells} ${workspace.cells === 1 ? "cell" : "cells"}`,
    tag: <LanguageTag language={language} />,
    running: running > 0 && <RunningBadge count={running} />,
    who: <Editor workspace={workspace} />,
    time: <TimeAgo at={at} className="whitespace-nowrap text-muted tabular-nums" />,
    menu: <WorkspaceMenu workspace={workspace} actions={actions} />,
  };
  return arrangement === "rows" ? <Row {...parts} /> : <Card {...parts} />;
}

interface Parts {
  icon: ReactNode;
  name: ReactNode;
  summary: string;
  tag: ReactNode;
  running: ReactNode;
  who: ReactNode;
  time: ReactNode;
  menu: ReactNode;
}

function Row({ icon, name, summary, tag, running, who, time, menu }: Parts) {
  return (
    <div className="group relative flex h-full items-center gap-3.5 border-line border-b pr-1 pl-3 hover:bg-hover">
      {icon}
      <div className="min-w-0 flex-1">
        {name}
        <p className="truncate text-muted">
          <span className="phone:hidden">
            {who} {time} ·{" "}
          </span>
          {summary}
        </p>
      </div>
      {running}
      <span className="max-w-36 truncate max-phone:hidden">{who}</span>
      <span className="w-9 shrink-0 max-phone:hidden">{tag}</span>
      <span className="min-w-24 text-right max-phone:hidden">{time}</span>
      {menu}
    </div>
  );
}

function Card({ icon, name, summary, tag, running, who, time, menu }: Parts) {
  return (
    <div className="group relative flex h-full flex-col rounded-box border border-line bg-raised py-2 pr-1.5 pl-3.5 hover:border-line-strong hover:bg-hover">
      <div className="flex items-center gap-2">
        {icon}
        <div className="min-w-0 flex-1">{name}</div>
        {menu}
      </div>
      <p className="mt-1 line-clamp-2 pr-2 text-muted">{summary}</p>
      <div className="mt-auto flex items-center gap-2 pr-2">
        {tag}
        {running}
        <span className="ml-auto min-w-0 truncate">{who}</span>
        <span>{time}</span>
      </div>
    </div>
  );
}

/** Who changed the workspace last, when that is somebody else. */
function Editor({ workspace: { editedBy } }: { workspace: Workspace }) {
  const { data: session } = useQuery(sessionQuery);
  if (!editedBy || !session || editedBy === session.name) return null;
  return (
    <span className="text-muted">
      <span className="sr-only">Edited by </span>
      {editedBy}
    </span>
  );
}

/** TS or JS. */
export function LanguageTag({ language }: { language: Workspace["language"] }) {
  const name = language === "typescript" ? "TypeScript" : "JavaScript";
  return (
    <abbr
      title={name}
      className="rounded-tag bg-hover px-1.25 font-[550] text-muted text-tag no-underline group-hover:bg-active"
    >
      {language === "typescript" ? "TS" : "JS"}
    </abbr>
  );
}

function RunningBadge({ count }: { count: number }) {
  return (
    <span className="flex shrink-0 items-center gap-1.5 text-accent-text text-small">
      <span aria-hidden className="size-1.75 rounded-round bg-accent" />
      {count} <span className="max-phone:sr-only">running</span>
    </span>
  );
}
