import type { KeyboardEvent } from "react";

/** Moves the focus between the elements with data-row inside of a list, by the arrow keys. */
export function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const present = rows.findIndex((row) => row.matches(":focus"));
  const next = rows[present < 0 ? 0 : present + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
