import type { PackagesStatus } from "~/protocol/wire.ts";
import { duration } from "./run-state.ts";

/** The packages in one line: "4 packages · up to date". Pure. */
export function packagesLine(status: PackagesStatus): string {
  const count = status.packages.length;
  if (count === 0 && status.state === "up_to_date") return "no packages";
  const packages = count === 0 ? "no packages" : count === 1 ? "1 package" : `${count} packages`;
  // The panel tells which, and what to do.
  if (status.conflicts?.length && status.state !== "installing") return `${packages} · do not fit each other`;
  return `${packages} · ${stateWords(status)}`;
}

function stateWords(status: PackagesStatus): string {
  switch (status.state) {
    case "unknown":
      return "not checked yet";
    case "up_to_date":
      return status.elapsedMs ? `up to date · ${duration(status.elapsedMs)}` : "up to date";
    case "out_of_date":
      return "not installed";
    case "installing":
      return status.progress?.text || status.progress?.phase || "installing";
    case "failed":
      return `failed: ${status.fault?.message ?? "see the log"}`;
    case "invalid":
      return "package.json is not valid JSON";
  }
}
