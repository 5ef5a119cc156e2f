// What Mod-S does.
import { formatAll } from "~/editor/language/format.ts";
import { preferences } from "~/editor/preferences.ts";
import type { LiveState } from "~/engine/state.ts";
import type { Live } from "~/live/LiveProvider.tsx";
import * as api from "~/protocol/history-api.ts";
import type { CellID, Fault, Revision, WorkspaceID } from "~/protocol/wire.ts";
import type { Toast } from "~/ui/Toast.tsx";
import { type Naming, nameVersion } from "./naming.ts";

/**
 * Names the present version. If that is wanted, the cells that were changed since the last named one are
 * formatted before; what cannot be formatted does not stop it, and is said with it.
 */
export async function saveVersion(
  { session, language, workspace }: Pick<Live, "session" | "language" | "workspace">,
  toast: (toast: Toast) => void,
  naming?: Naming,
): Promise<void> {
  if (!preferences.get().formatOnSave || session.view.connection !== "live") {
    nameVersion(session, toast, naming);
    return;
  }
  const before = await lastNamed(workspace);
  const faults = await formatAll(language, changedSince(before, session.view.state));
  nameVersion(session, toast, { ...naming, note: told(faults) });
}

const PATIENCE_MS = 5_000;

/** The notebook as it was last named; undefined when it never was, or that is not to be learnt now. */
async function lastNamed(workspace: WorkspaceID): Promise<Revision | undefined> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const [latest] = (await api.namedVersions(workspace, signal)).items;
    return latest && (await api.version(workspace, latest.seq, signal));
  } catch {
    return undefined;
  }
}

/** The code cells whose text is not the one that they had before. Pure. */
export function changedSince(before: Revision | undefined, { cells }: LiveState): readonly CellID[] {
  const texts = new Map(before?.cells.map((c) => [c.id, c.text]));
  return cells.filter((c) => c.kind === "code" && texts.get(c.id) !== c.text.toString()).map((c) => c.id);
}

/** "a.ts cannot be formatted: Unexpected token. 2 more were not." Pure. */
function told([first, ...others]: readonly Fault[]): string | undefined {
  if (!first) return undefined;
  const more =
    others.length === 0 ? "" : ` ${others.length} more ${others.length === 1 ? "was" : "were"} not.`;
  return `${first.message.replace(/\.?$/, ".")}${more}`;
}
