import { useEffect, useMemo, useState } from "react";
import type { OutputLog } from "~/engine/output-log.ts";
import { LogSearch } from "./log-search.ts";

const SLICE_MS = 8;
const NONE = { lines: [], epoch: 0 } as const;

/**
 * The lines of a log that contain a term, followed while the log grows: `version` changes with it. Works
 * in slices, so that a large log never holds the page up.
 */
export function useLogSearch(
  log: OutputLog,
  version: number,
  term: string,
): { readonly lines: readonly number[]; readonly epoch: number } {
  const search = useMemo(() => (term === "" ? null : new LogSearch(log, term)), [log, term]);
  const [, setDraw] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: version says that more has arrived
  useEffect(() => {
    if (!search) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slice = () => {
      const { lines, epoch } = search;
      timer = search.advance(performance.now() + SLICE_MS) ? undefined : setTimeout(slice);
      if (search.lines !== lines || search.epoch !== epoch) setDraw((n) => n + 1);
    };
    slice();
    return () => clearTimeout(timer);
  }, [search, version]);
  return search ?? NONE;
}
