import { useState } from "react";
import { FaultLine } from "~/data/FaultLine.tsx";
import { useSelect } from "~/live/LiveProvider.tsx";
import type { PackagesStatus } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { CodeLink } from "~/ui/CodeLink.tsx";
import { ProgressBar } from "~/ui/Progress.tsx";
import { packagesLine } from "../packages-line.ts";
import { useCancelInstall, useInstallPackages, useUpdatePackages } from "../queries.ts";
import { InstallLog } from "./InstallLog.tsx";
import { InstallScripts } from "./InstallScripts.tsx";
import { InvalidLine } from "./InvalidLine.tsx";
import { MissingImports } from "./MissingImports.tsx";
import { PackageRow } from "./PackageRow.tsx";
import { PackageSearch } from "./PackageSearch.tsx";
import { PeerConflicts } from "./PeerConflicts.tsx";

/** The packages of the notebook: add, update, remove, install. */
export function PackagesPanel() {
  const status = useSelect((view) => view.packages);
  if (!status) return null;
  const packages = [...status.packages].sort(
    (a, b) => Number(a.dev ?? false) - Number(b.dev ?? false) || a.name.localeCompare(b.name),
  );
  return (
    <div className="flex flex-col gap-2.5 px-3.5 py-3">
      <PackageSearch installed={packages} />
      {packages.length > 0 && (
        <ul>
          {packages.map((p) => (
            <PackageRow key={p.name} pack={p} />
          ))}
        </ul>
      )}
      {packages.length === 0 && status.state !== "invalid" && (
        <p className="text-muted">No packages yet. Search above to add one.</p>
      )}
      <MissingImports missing={status.missing} />
      <PeerConflicts conflicts={status.conflicts ?? []} />
      <InstallState status={status} />
      <InstallScripts status={status} />
    </div>
  );
}

function InstallState({ status }: { status: PackagesStatus }) {
  const [log, setLog] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      {status.state === "installing" ? (
        <Installing status={status} />
      ) : (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span
            className={`min-w-0 flex-1 text-small ${status.state === "failed" || status.state === "invalid" ? "text-bad" : "text-muted"}`}
          >
            {(status.packages.length > 0 || status.state !== "up_to_date") && packagesLine(status)}
          </span>
          {status.state === "invalid" ? <InvalidLine status={status} /> : <PanelActions status={status} />}
        </div>
      )}
      {status.fault?.next && status.state === "failed" && !status.conflicts?.length && (
        <p className="text-muted text-small">
          {status.fault.next} <CodeLink code={status.fault.code} />
        </p>
      )}
      {status.tools?.detail && <p className="text-muted text-small">{status.tools.detail}</p>}
      {status.log.length > 0 && (
        <button
          type="button"
          aria-expanded={log}
          onClick={() => setLog(!log)}
          className="w-fit rounded-tag text-muted text-small underline underline-offset-2 hover:text-text"
        >
          {log ? "Hide the log" : "Show the log"}
        </button>
      )}
      {log && (
        <div className="overflow-clip rounded-box border border-line border-t-0">
          <InstallLog status={status} />
        </div>
      )}
    </div>
  );
}

function Installing({ status }: { status: PackagesStatus }) {
  const cancel = useCancelInstall();
  const { progress } = status;
  return (
    <div className="flex items-end gap-3">
      <div className="min-w-0 flex-1">
        <ProgressBar
          label={progress?.text || "Installing packages"}
          done={progress?.done ?? 0}
          total={progress?.total ?? 0}
        />
      </div>
      <Button size="small" busy={cancel.isPending ? "Cancelling" : undefined} onClick={() => cancel.mutate()}>
        Cancel
      </Button>
    </div>
  );
}

function PanelActions({ status }: { status: PackagesStatus }) {
  const install = useInstallPackages();
  const update = useUpdatePackages();
  const outdated = status.packages.some((p) => p.latest);
  const error = install.error ?? update.error;
  return (
    <>
      {outdated && (
        <Button
          size="small"
          busy={update.isPending ? "Updating" : undefined}
          onClick={() => update.mutate([])}
        >
          Update all
        </Button>
      )}
      {status.state !== "up_to_date" && status.packages.length > 0 && (
        <Button
          size="small"
          variant="primary"
          busy={install.isPending ? "Installing" : undefined}
          onClick={() => install.mutate()}
        >
          Install
        </Button>
      )}
      {error && <FaultLine error={error} className="w-full text-small" />}
    </>
  );
}
