import { useEffect, useMemo, useRef, useState } from "react";
import { useRefreshRecent } from "~/data/workspaces.ts";
import { type Live, LiveProvider, useSelect, useSocketState } from "~/live/LiveProvider.tsx";
import type { WorkspaceID } from "~/protocol/wire.ts";
import { Waiting } from "~/ui/Progress.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { NotebookActions } from "./actions.ts";
import { ClosedNotice, OutdatedNotice } from "./ClosedNotice.tsx";
import { CellFocus } from "./focus.ts";
import { Notebook } from "./Notebook.tsx";
import { NotebookContext } from "./NotebookContext.ts";
import { rendering } from "./Prose.tsx";
import { Selection } from "./selection.ts";
import { useLiveNotebook } from "./useLiveNotebook.ts";

/** The page of one notebook. It begins at the linked cell or heading, if there is one. */
export function NotebookPage({ workspace, linked }: { workspace: WorkspaceID; linked: string }) {
  const live = useLiveNotebook(workspace);
  return live ? (
    <LiveProvider live={live}>
      <OpenNotebook live={live} linked={linked} />
    </LiveProvider>
  ) : (
    <Opening />
  );
}

function OpenNotebook({ live, linked }: { live: Live; linked: string }) {
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
  const drawable = useDrawable();
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
        {drawable ? <Notebook linked={linked} /> : <Opening />}
      </div>
    </NotebookContext>
  );
}

/** Whether what the cells are drawn with has arrived, or cannot be had. */
function useDrawable(): boolean {
  const loaded = useSelect((view) => view.loaded);
  const prose = useSelect((view) => view.state.cells.some((c) => c.kind === "markdown"));
  const [tried, setTried] = useState(rendering.present !== undefined);
  const complete = loaded && (tried || !prose);
  // Prose that is added later does not take away what is drawn.
  const [drawable, setDrawable] = useState(complete);
  if (complete && !drawable) setDrawable(true);
  useEffect(() => {
    if (loaded && prose) void rendering.load().then(() => setTried(true));
  }, [loaded, prose]);
  return loaded && drawable;
}

function Opening() {
  return (
    <div className="mx-auto max-w-content px-4 pt-9">
      <Waiting>Opening the notebook</Waiting>
    </div>
  );
}
