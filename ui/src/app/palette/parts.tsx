import { Command as Palette } from "cmdk";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "~/ui/classes.ts";
import { Kbd } from "~/ui/Kbd.tsx";
import { rankMatch } from "./rankMatch.ts";

/** The values of entries that the server has found begin with this: they all stay, after what is called so. */
export const foundPrefix = "found ";

/** The value of the entry that leads to all results; it comes last. */
export const allResults = "all results";

/** The values of commands for what is open begin with this: a word in one counts as much as its first. */
export const herePrefix = "here ";

/** Ranks an entry of the palette, 0 for one that does not belong to what was typed. Pure. */
export function rank(value: string, typed: string, texts?: string[]): number {
  if (value === allResults) return 0.05;
  if (value.startsWith(herePrefix)) {
    const found = rankMatch(value, typed, texts);
    return found > 0.5 ? 1 : found;
  }
  return value.startsWith(foundPrefix) ? 0.1 : rankMatch(value, typed, texts);
}

export function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Palette.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:truncate [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-[550] [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-tiny"
    >
      {children}
    </Palette.Group>
  );
}

export function Entry({
  value,
  keywords = [],
  icon,
  keys,
  tall,
  onSelect,
  children,
}: {
  /** Unique in the palette. */
  value: string;
  /** What it is found by. */
  keywords?: string[];
  icon?: ReactNode;
  keys?: string | undefined;
  /** Has two lines. */
  tall?: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <Palette.Item
      value={value}
      keywords={keywords}
      onSelect={onSelect}
      className={classes(
        "flex items-center gap-2.5 rounded-control px-2.5 data-[selected=true]:bg-accent-soft pointer-coarse:min-h-11",
        tall ? "py-1" : "h-8",
      )}
    >
      <span className="size-4 shrink-0 text-muted">{icon ?? <ChevronRight />}</span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <Kbd keys={keys} />}
    </Palette.Item>
  );
}
