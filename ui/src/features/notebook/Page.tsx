import { useEffect, useMemo, useRef } from "react";
import { useRefreshRecent } from "~/data/workspaces.ts";
import { type Live, LiveProvider, useSelect, useSocketState } from "~/live/LiveProvider.tsx";
import type { CellID, WorkspaceID } from "~/protocol/wire.ts";
import { Waiting } from "~/ui/Progress.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { NotebookActions } from "./actions.ts";
import { ClosedNotice, OutdatedNotice } from "./ClosedNotice.tsx";
import { CellFocus } from "./focus.ts";
import { Notebook } from "./Notebook.tsx";
import { NotebookContext } from "./NotebookContext.ts";
import { Selection } from "./selection.ts";
import { useLiveNotebook } from "./useLiveNotebook.ts";

/** The page of one notebook. It begins at the linked cell, if there is one. */
export function NotebookPage({ workspace, linked }: { workspace: WorkspaceID; linked: CellID }) {
  const live = useLiveNotebook(workspace);
  return live ? (
    <LiveProvider live={live}>
      <OpenNotebook live={live} linked={linked} />
    </LiveProvider>
  ) : (
    <Opening />
  );
}

function OpenNotebook({ live, linked }: { live: Live; linked: CellID }) {
  const root = useRef<HTMLDivElement>(null);
  const toast = useToast();
  const show = useRef(toast);
  show.current = toast;
  const parts = useMemo(() => {
    const selection = new Selection();
    const focus = new CellFocus(() => root.current, selection);
    const actions = new NotebookActions(live.session, selection, focus, (t) => show.current(t));
    return { selection, focus, actions };
  }, [live]);
  const loaded = useSelect((view) => view.loaded);
  const closed = useSelect((view) => view.closed);
  const title = useSelect((view) => view.state.title);
  const outdated = useSocketState().status === "outdated";
  const refreshRecent = useRefreshRecent();
  useEffect(() => {
    if (loaded) refreshRecent();
  }, [loaded, refreshRecent]);
  useEffect(() => {
    if (title === "") return;
    const before = document.title;
    document.title = `${title} · Srcbook`;
    return () => {
      document.title = before;
    };
  }, [title]);
  if (closed) return <ClosedNotice fault={closed} />;
  if (outdated) return <OutdatedNotice />;
  return (
    <NotebookContext value={parts}>
      <div ref={root} className="h-full">
        {loaded ? <Notebook linked={linked} /> : <Opening />}
      </div>
    </NotebookContext>
  );
}

function Opening() {
  return (
    <div className="mx-auto max-w-content px-4 pt-9">
      <Waiting>Opening the notebook</Waiting>
    </div>
  );
}
