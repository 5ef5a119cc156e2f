import { Bookmark, FilePlus2, Package, RotateCcw } from "lucide-react";
import type { HistoryItem } from "~/protocol/wire.ts";
import { classes } from "~/ui/classes.ts";
import { happened, people, timeSpan } from "./words.ts";

/** A stretch of work in the timeline; it opens what it changed. */
export function HistoryRow({
  item,
  shown,
  onOpen,
}: {
  item: HistoryItem;
  shown: boolean;
  onOpen: () => void;
}) {
  const light = item.kind !== "work" && !item.name;
  const what = happened(item);
  const who = people(item.authors);
  return (
    <li>
      <button
        type="button"
        data-row
        aria-current={shown || undefined}
        onClick={onOpen}
        className={classes(
          "flex w-full gap-2 rounded-control px-2 text-left hover:bg-hover pointer-coarse:py-2.5 [&_svg.lucide]:mt-0.5 [&_svg.lucide]:size-3.5 [&_svg.lucide]:shrink-0",
          light ? "py-0.5 text-muted" : "py-1.5",
          shown && "bg-hover",
        )}
      >
        <Mark item={item} />
        <span className="min-w-0 flex-1">
          {item.name && <span className="block truncate font-[550]">{item.name}</span>}
          <span className={classes("block truncate tabular-nums", item.name ? "text-muted" : "")}>
            {timeSpan(item)}
            {light && what && ` · ${what}`}
          </span>
          {!light && (
            <span className="block truncate text-muted text-small">
              {[who, what].filter(Boolean).join(" · ")}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

function Mark({ item }: { item: HistoryItem }) {
  if (item.name) return <Bookmark aria-hidden className="fill-current text-accent-text" />;
  switch (item.kind) {
    case "restore":
      return <RotateCcw aria-hidden className="text-faint" />;
    case "packages":
      return <Package aria-hidden className="text-faint" />;
    case "created":
      return <FilePlus2 aria-hidden className="text-faint" />;
    case "work":
      return <span aria-hidden className="mx-1 mt-1.75 size-1.5 shrink-0 rounded-round bg-line-control" />;
  }
}
