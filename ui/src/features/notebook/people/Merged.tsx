import { lazy, Suspense, useSyncExternalStore } from "react";
import { useLive } from "~/live/LiveProvider.tsx";
import type { CellID } from "~/protocol/wire.ts";

const MergedNotice = lazy(() => import("./MergedNotice.tsx").then((m) => ({ default: m.MergedNotice })));

/** Says at a cell that own edits were merged with changes that had not been seen here. */
export function Merged({ cell }: { cell: CellID }) {
  const { merges } = useLive();
  const own = useSyncExternalStore(merges.subscribe, () => merges.of(cell));
  if (own === undefined) return null;
  return (
    <Suspense>
      <MergedNotice cell={cell} own={own} onDismiss={() => merges.dismiss(cell)} />
    </Suspense>
  );
}
