import { useMemo, useSyncExternalStore } from "react";
import { sameCells } from "~/engine/state.ts";
import type { CellID, LanguageStatus } from "~/protocol/wire.ts";
import { useLive, useSelect } from "./LiveProvider.tsx";
import type { ProblemCount } from "./language.ts";

/** How the language service stands. */
export function useLanguageStatus(): LanguageStatus {
  const { language } = useLive();
  return useSyncExternalStore(language.subscribe, () => language.status);
}

/** A number that changes with everything that the language server says. */
export function useLanguageRevision(): number {
  const { language } = useLive();
  return useSyncExternalStore(language.subscribe, () => language.revision);
}

/** How many problems one cell has. */
export function useProblemCount(cell: CellID): ProblemCount {
  const { language } = useLive();
  return useSyncExternalStore(language.subscribe, () => language.count(cell));
}

/** How many problems all cells have. */
export function useProblemTotal(): ProblemCount {
  const { language } = useLive();
  const counted = useSyncExternalStore(language.subscribe, () => language.counted);
  const cells = useSelect((view) => view.state.cells, sameCells);
  return useMemo(() => {
    void counted; // the counts change with it
    let [errors, warnings] = [0, 0];
    for (const { id } of cells) {
      const count = language.count(id);
      errors += count.errors;
      warnings += count.warnings;
    }
    return { errors, warnings };
  }, [language, cells, counted]);
}
