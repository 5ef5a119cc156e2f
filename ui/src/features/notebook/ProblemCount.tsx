import { CircleX, TriangleAlert } from "lucide-react";
import { useProblemCount } from "~/live/useLanguage.ts";
import type { CellID } from "~/protocol/wire.ts";

/** How many problems the code of a cell has; nothing when it has none. */
export function ProblemCount({ cell, filename }: { cell: CellID; filename: string }) {
  const { errors, warnings } = useProblemCount(cell);
  if (errors === 0 && warnings === 0) return null;
  return (
    <span
      role="img"
      aria-label={`${filename} has ${inWords(errors, warnings)}`}
      className="flex items-center gap-1 tabular-nums [&_svg.lucide]:size-3.5"
    >
      {errors > 0 && (
        <span className="flex items-center gap-1 text-bad">
          <CircleX />
          {errors}
        </span>
      )}
      {warnings > 0 && (
        <span className="flex items-center gap-1 text-warn">
          <TriangleAlert />
          {warnings}
        </span>
      )}
    </span>
  );
}

function inWords(errors: number, warnings: number): string {
  const parts = [
    errors > 0 && (errors === 1 ? "1 error" : `${errors} errors`),
    warnings > 0 && (warnings === 1 ? "1 warning" : `${warnings} warnings`),
  ];
  return parts.filter(Boolean).join(" and ");
}
