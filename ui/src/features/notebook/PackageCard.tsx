import { ChevronRight, Package } from "lucide-react";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { FaultLine } from "~/data/FaultLine.tsx";
import { CellEditor } from "~/editor/CellEditor.tsx";
import type { EditorActions } from "~/editor/setup.ts";
import { useSelect, useSession } from "~/live/LiveProvider.tsx";
import type { PackagesStatus } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { classes } from "~/ui/classes.ts";
import { useKeptFocus } from "~/ui/useKeptFocus.ts";
import { useMarks } from "./find/marked.ts";
import type { Opening } from "./focus.ts";
import { useNotebook } from "./NotebookContext.ts";
import { packagesLine } from "./packages-line.ts";
import { InstallLog } from "./panels/InstallLog.tsx";
import { InvalidLine } from "./panels/InvalidLine.tsx";
import { useCancelInstall, useInstallPackages } from "./queries.ts";

const CELL = "package.json";

/** package.json as one line; it opens to the editor and the log of the installation. */
export function PackageCard({ onOpenPanel }: { onOpenPanel: () => void }) {
  const [opened, setOpened] = useState<Opening>();
  const open = opened !== undefined;
  const toggle = useRef<HTMLButtonElement>(null);
  const { focus } = useNotebook();
  useEffect(() => focus.openedBy(CELL, setOpened), [focus]);
  const status = useSelect((view) => view.packages);
  return (
    <section data-cell={CELL} id={`cell-${CELL}`} aria-label="package.json" className="ml-11 max-phone:ml-9">
      <div className="overflow-clip rounded-box border border-line bg-raised">
        <div className="flex h-8 items-center gap-2 pr-1.5 pl-2 text-muted text-small pointer-coarse:h-11">
          <button
            type="button"
            ref={toggle}
            aria-expanded={open}
            onClick={() => setOpened(open ? undefined : "to-write")}
            className="flex h-6 min-w-0 items-center gap-2 rounded-tag px-1.5 hover:text-text pointer-coarse:h-10"
          >
            <ChevronRight className={classes("transition-transform", open && "rotate-90")} />
            <span className="font-mono font-medium text-[12.5px] text-text">package.json</span>
            {status && (
              <span className={classes("truncate", status.state === "invalid" && "text-bad")}>
                {packagesLine(status).replace(/^package\.json /, "")}
              </span>
            )}
          </button>
          <span className="flex-1" />
          {status && <CardAction status={status} />}
          <button
            type="button"
            onClick={onOpenPanel}
            className="flex h-6 items-center gap-1 rounded-tag px-1.5 hover:text-text pointer-coarse:h-10"
          >
            <Package className="size-3.5!" />
            Packages
          </button>
        </div>
        {open && <CardEditor toggle={toggle} opened={opened} onLeave={() => setOpened(undefined)} />}
        {open && status && status.log.length > 0 && <InstallLog status={status} />}
      </div>
    </section>
  );
}

function CardAction({ status }: { status: PackagesStatus }) {
  const install = useInstallPackages();
  const cancel = useCancelInstall();
  if (status.state === "installing") {
    return (
      <Button size="small" variant="ghost" onClick={() => cancel.mutate()}>
        Cancel
      </Button>
    );
  }
  if (status.state === "invalid") return <InvalidLine status={status} />;
  if (status.state === "up_to_date" || status.state === "unknown") return null;
  return (
    <Button size="small" busy={install.isPending ? "Installing" : undefined} onClick={() => install.mutate()}>
      Install
    </Button>
  );
}

function CardEditor({
  toggle,
  opened,
  onLeave,
}: {
  toggle: RefObject<HTMLElement | null>;
  opened: Opening;
  onLeave: () => void;
}) {
  const kept = useKeptFocus(() => toggle.current);
  const session = useSession();
  useMarks(CELL);
  const { focus, actions } = useNotebook();
  const install = useInstallPackages();
  const { mutate } = install;
  const editorActions = useMemo<EditorActions>(
    () => ({
      run: () => mutate(),
      runAndAdvance: () => mutate(),
      leave: onLeave,
      exit: (direction) => {
        const first = actions.cells[0];
        if (direction === "down" && first) focus.frame(first.id);
      },
    }),
    [mutate, onLeave, focus, actions],
  );
  return (
    <div ref={kept} className="border-line border-t pt-1.5">
      <CellEditor
        session={session}
        cell={CELL}
        filename={CELL}
        label="Code of package.json"
        actions={editorActions}
        focus={opened === "to-write" ? "start" : undefined}
      />
      {install.error && <FaultLine error={install.error} className="px-3.5 pb-2" />}
    </div>
  );
}
