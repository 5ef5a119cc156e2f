import { usePresence } from "~/live/usePresence.ts";
import type { CellID } from "~/protocol/wire.ts";
import { Avatar } from "./Avatar.tsx";

/** Who else is in a cell, at the upper right corner of its frame. */
export function Visitors({ cell }: { cell: CellID }) {
  const people = usePresence((presence) => presence.inCell(cell));
  if (people.length === 0) return null;
  const names = people.map((p) => p.author).join(", ");
  return (
    <span
      role="img"
      aria-label={`Here too: ${names}`}
      title={names}
      className="absolute -top-2 right-2 z-10 flex gap-0.5 rounded-round bg-ground p-0.5"
    >
      {people.slice(0, 3).map((p) => (
        <Avatar key={p.author} name={p.author} colour={p.colour} size="small" />
      ))}
      {people.length > 3 && <span className="px-0.5 text-muted text-tag">+{people.length - 3}</span>}
    </span>
  );
}
