// How files that differ on disk are told of. All functions are pure.
import type { ResolveConflict, ResolvedConflict } from "~/protocol/wire.ts";

/** The last part of a path, which is what people call the file. */
export const nameOf = (file: string): string => file.slice(file.lastIndexOf("/") + 1);

/** "a.ts", "a.ts and b.ts", "3 files". */
export function filesOf(files: readonly string[]): string {
  const names = files.map(nameOf);
  return names.length < 3 ? names.join(" and ") : `${names.length} files`;
}

/** What the status bar says. */
export const differing = (count: number): string =>
  count === 1 ? "1 file differs" : `${count} files differ`;

/** What was done, and where the other side is now. */
export function outcome(
  keep: ResolveConflict["keep"],
  files: readonly string[],
  done: readonly ResolvedConflict[],
): string {
  const names = filesOf(files);
  const one = files.length === 1;
  const aside = done.flatMap((d) => (d.aside ? [nameOf(d.aside)] : []));
  const beside = aside.length > 0 ? ` What the disk had is kept as ${aside.join(", ")}.` : "";
  if (keep === "file") {
    const former = one ? "The notebook’s version is" : "The notebook’s versions are";
    return `Took ${names} from the disk. ${former} in the history.${beside}`;
  }
  if (aside.length === done.length) return `Kept the notebook’s ${names}.${beside}`;
  const former = one ? "The file’s version is" : "The files’ versions are";
  return `Kept the notebook’s ${names}. ${former} in the history.${beside}`;
}
