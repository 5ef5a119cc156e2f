import { CircleAlert, RefreshCw } from "lucide-react";
import type { Fault } from "~/protocol/wire.ts";
import { Button, buttonClass } from "~/ui/Button.tsx";
import { EmptyState } from "~/ui/EmptyState.tsx";

/** Says why a notebook is not open, and what to do. */
export function ClosedNotice({ fault }: { fault: Fault }) {
  return (
    <EmptyState
      icon={<CircleAlert />}
      title={fault.message}
      actions={
        <>
          <a href="/" className={buttonClass("primary")}>
            Go to the library
          </a>
          {fault.code === "SB-2001" && (
            <a href="/trash" className={buttonClass()}>
              Open the trash
            </a>
          )}
          <Button icon={<RefreshCw />} onClick={() => window.location.reload()}>
            Reload
          </Button>
        </>
      }
    >
      {fault.next} <span className="text-faint">({fault.code})</span>
    </EmptyState>
  );
}

/** The server is newer than this page. */
export function OutdatedNotice() {
  return (
    <EmptyState
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
