import type { PackagesStatus } from "~/protocol/wire.ts";
import { duration } from "./run-state.ts";

/** The line of package.json that cannot be read, from 1; undefined when it can be, or the line is not known. Pure. */
export function invalidLine({ state, fault }: PackagesStatus): number | undefined {
  return state === "invalid" ? fault?.details?.find((d) => d.line)?.line : undefined;
}

/** The packages in one line: "4 packages · up to date", or what is wrong with package.json. Pure. */
export function packagesLine(status: PackagesStatus): string {
  if (status.state === "invalid") return stateWords(status); // what it declares is not known
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
      return status.fault?.message ?? "package.json is not valid JSON";
  }
}
