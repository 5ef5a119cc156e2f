import { ChangeSet } from "@codemirror/state";
import type { ChangeSetJSON } from "~/protocol/wire.ts";

/** The one change that does what several do, one after the other. `length` is for none. */
export function compose(changes: readonly ChangeSetJSON[], length = 0): ChangeSet {
  const [first, ...rest] = changes.map((json) => ChangeSet.fromJSON(json));
  return rest.reduce((all, next) => all.compose(next), first ?? ChangeSet.empty(length));
}
