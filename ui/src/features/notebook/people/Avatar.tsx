import { classes } from "~/ui/classes.ts";

/** The letters that stand for a name: of its first and its last word. Pure. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return (
    letters
      .map((word) => [...(word ?? "")][0] ?? "")
      .join("")
      .toUpperCase() || "?"
  );
}

/** A person as a disc with initials. Its text is for the eye; who it is has to be said beside it. */
export function Avatar({
  name,
  colour,
  size = "large",
  away,
}: {
  name: string;
  /** Missing for somebody who is not here any more. */
  colour: number | undefined;
  size?: "large" | "small";
  /** No tab of theirs is looked at. */
  away?: boolean;
}) {
  return (
    <span
      aria-hidden="true"
      data-person={colour}
      className={classes(
        "grid select-none place-items-center rounded-round font-semibold",
        colour === undefined ? "bg-active text-muted" : "bg-(--person) text-(--on-person)",
        size === "large" ? "size-6.5 text-tiny" : "size-4 text-[8px]/none",
        away && "opacity-50",
      )}
    >
      {initials(name)}
    </span>
  );
}
