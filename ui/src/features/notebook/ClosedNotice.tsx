import { CircleAlert, RefreshCw, Trash2, Undo2 } from "lucide-react";
import { FaultLine } from "~/data/FaultLine.tsx";
import { useRestoreWorkspace } from "~/data/workspaces.ts";
import { useLive } from "~/live/LiveProvider.tsx";
import type { Fault } from "~/protocol/wire.ts";
import { Button, buttonClass } from "~/ui/Button.tsx";
import { CodeLink } from "~/ui/CodeLink.tsx";
import { EmptyState } from "~/ui/EmptyState.tsx";

const notFound = "SB-2001";
const inTrash = "SB-2011";

/** Says why a notebook is not open, and what to do. */
export function ClosedNotice({ fault }: { fault: Fault }) {
  return (
    <EmptyState
      page
      icon={fault.code === inTrash ? <Trash2 /> : <CircleAlert />}
      title={fault.message}
      actions={
        <>
          {fault.code === inTrash && <Restore />}
          <a href="/" className={buttonClass(fault.code === inTrash ? "secondary" : "primary")}>
            Go to the library
          </a>
          {fault.code === notFound && (
            <a href="/trash" className={buttonClass()}>
              Open the trash
            </a>
          )}
          {fault.code !== inTrash && (
            <Button icon={<RefreshCw />} onClick={() => window.location.reload()}>
              Reload
            </Button>
          )}
        </>
      }
    >
      {fault.next} <CodeLink code={fault.code} />
    </EmptyState>
  );
}

function Restore() {
  const { workspace } = useLive();
  const { mutate, isPending, error } = useRestoreWorkspace();
  return (
    <>
      <Button
        variant="primary"
        icon={<Undo2 />}
        busy={isPending ? "Restoring" : undefined}
        onClick={() => mutate(workspace, { onSuccess: () => window.location.reload() })}
      >
        Restore
      </Button>
      {error && <FaultLine error={error} />}
    </>
  );
}

/** The server is newer than this page. */
export function OutdatedNotice() {
  return (
    <EmptyState
      page
      icon={<RefreshCw />}
      title="Srcbook was updated"
      actions={
        <Button variant="primary" onClick={() => window.location.reload()}>
          Reload the page
        </Button>
      }
    >
      Reload to go on. Unsent edits are kept.
    </EmptyState>
  );
}
