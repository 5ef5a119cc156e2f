import { ArrowRight, Trash2 } from "lucide-react";
import { FaultLine } from "~/data/FaultLine.tsx";
import type { Package } from "~/protocol/wire.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { Tooltip } from "~/ui/Tooltip.tsx";
import { useKeptFocus } from "~/ui/useKeptFocus.ts";
import { useRemovePackage, useUpdatePackages } from "../queries.ts";
import { SEARCH } from "./PackageSearch.tsx";

/** One package with its version, the newer one where there is one, and its removal. */
export function PackageRow({ pack }: { pack: Package }) {
  const remove = useRemovePackage();
  const update = useUpdatePackages();
  const newer = pack.latest;
  const error = remove.error ?? update.error;
  const row = useKeptFocus(() => document.getElementById(SEARCH)); // where the next one is looked for
  return (
    <li ref={row} className="group/pack flex flex-wrap items-center gap-x-2 border-line border-b py-0.5">
      <span className="truncate font-medium font-mono text-[12.5px]">{pack.name}</span>
      {pack.dev && (
        <span className="rounded-tag bg-hover px-1.25 font-[550] text-[10px]/[15px] text-muted">dev</span>
      )}
      <IconButton
        label={`Remove ${pack.name}`}
        onClick={() => remove.isPending || remove.mutate(pack.name)}
        className="ml-auto size-7! opacity-0 focus-visible:opacity-100 group-hover/pack:opacity-100 pointer-coarse:opacity-100"
      >
        <Trash2 />
      </IconButton>
      <span className="flex items-center gap-1 text-muted text-small tabular-nums">
        <span title={`Range ${pack.range}`}>{pack.installed ?? pack.range}</span>
        {newer && (
          <Tooltip text={`Update to ${newer}`}>
            <button
              type="button"
              disabled={update.isPending}
              onClick={() => update.mutate([pack.name])}
              className="flex items-center gap-0.5 rounded-tag text-accent-text hover:underline"
            >
              <ArrowRight aria-hidden="true" className="size-3!" />
              {newer}
              <span className="sr-only">: update {pack.name}</span>
            </button>
          </Tooltip>
        )}
      </span>
      {error && <FaultLine error={error} className="w-full pb-1 text-small" />}
    </li>
  );
}
