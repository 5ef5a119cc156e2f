import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { preferences } from "~/editor/preferences.ts";
import { isMovable } from "~/engine/state.ts";
import { useSelect, useSession } from "~/live/LiveProvider.tsx";
import { Fill } from "~/ui/slots.tsx";
import { useIdleFocus } from "~/ui/useIdleFocus.ts";
import { Announcer, SelectionAnnouncer } from "./Announcer.tsx";
import { CellList } from "./CellList.tsx";
import { useNotebookCommands } from "./commands.tsx";
import { FindHost } from "./find/FindHost.tsx";
import type { Opening } from "./focus.ts";
import { follow } from "./follow.ts";
import { useNotebook } from "./NotebookContext.ts";
import { NotebookHeading } from "./NotebookHeading.tsx";
import { NotebookStatus } from "./NotebookStatus.tsx";
import { PackageCard } from "./PackageCard.tsx";
import { NotebookPanel } from "./panels/NotebookPanel.tsx";
import { type Panel, usePanel } from "./panels/usePanel.ts";
import { Title } from "./Title.tsx";
import { Toolbar } from "./Toolbar.tsx";

const LanguageParts = lazy(() =>
  import("./language/LanguageParts.tsx").then((m) => ({ default: m.LanguageParts })),
);

const Clipboard = lazy(() => import("./clipboard/Clipboard.tsx").then((m) => ({ default: m.Clipboard })));

const VimParts = lazy(() => import("./VimParts.tsx").then((m) => ({ default: m.VimParts })));

const EditorCommands = lazy(() =>
  import("./EditorCommands.tsx").then((m) => ({ default: m.EditorCommands })),
);

const Conflicts = lazy(() => import("./folder/Conflicts.tsx").then((m) => ({ default: m.Conflicts })));

const Since = lazy(() => import("./history/Since.tsx").then((m) => ({ default: m.Since })));

/** An open notebook: its cells, its panels, and its places in the shell. It begins at the linked cell or heading. */
export function Notebook({ linked }: { linked?: string }) {
  const panel = usePanel();
  useNotebookCommands(panel);
  const { vim } = useSyncExternalStore(preferences.subscribe, preferences.get);
  const scroller = useRef<HTMLDivElement>(null);
  const differing = useEver(useSelect((view) => view.conflicts.length > 0));
  useLinkedPlace(linked);
  useSettingsCell(panel);
  useFreshCell();
  useIdleFocus(scroller, "");
  return (
    <div className="flex h-full min-h-0">
      <div className="relative flex min-w-0 flex-1">
        <FindHost />
        <Suspense>
          <Since />
        </Suspense>
        <div
          ref={scroller}
          data-scroller
          tabIndex={-1}
          className="outline-none min-w-0 flex-1 overflow-y-auto scroll-py-16 px-10 pt-9 pb-[40vh] pl-3 max-desk:px-3 max-phone:px-2 max-phone:pt-4"
        >
          <div className="mx-auto max-w-content">
            <Title />
            <PackageCard onOpenPanel={() => panel.show("packages")} />
            <CellList />
          </div>
        </div>
      </div>
      <NotebookPanel panel={panel} />
      <Fill slot="heading">
        <NotebookHeading />
      </Fill>
      <Fill slot="actions">
        <Toolbar panel={panel} />
      </Fill>
      <NotebookStatus onShow={panel.show} />
      <Announcer />
      <SelectionAnnouncer />
      <Suspense>
        <LanguageParts panel={panel} />
        <Clipboard />
        <EditorCommands />
        {vim && <VimParts />}
      </Suspense>
      <Suspense>{differing && <Conflicts />}</Suspense>
    </div>
  );
}

/** tsconfig.json has its editor among the settings. */
function useSettingsCell({ show, reveal }: Panel): void {
  const { focus } = useNotebook();
  useEffect(() => {
    const open = (how: Opening) => (how === "to-write" ? show : reveal)("settings");
    return focus.openedBy("tsconfig.json", open);
  }, [focus, show, reveal]);
}

/** Whether something has ever been true. */
function useEver(now: boolean): boolean {
  const [ever, setEver] = useState(now);
  if (now && !ever) setEver(true);
  return ever || now;
}

/** Brings the cell or the heading that the address names into view. */
function useLinkedPlace(linked: string | undefined): void {
  const { focus } = useNotebook();
  const session = useSession();
  useEffect(() => (linked ? follow(linked, session, focus) : undefined), [session, focus, linked]);
}

/** Begins to write in a notebook that nobody has written in. */
function useFreshCell(): void {
  const { focus } = useNotebook();
  const session = useSession();
  useEffect(() => {
    const cells = session.view.state.cells.filter((cell) => isMovable(cell.kind));
    const [only] = cells;
    if (cells.length === 1 && only?.kind === "code" && only.text.length === 0) focus.editor(only.id);
  }, [session, focus]);
}
