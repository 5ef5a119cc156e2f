import type { Workspace } from "~/protocol/wire.ts";

/** Whether every word is in the title or the summary, whatever its case. Pure. */
export function matchesWords(
  { title, summary }: Pick<Workspace, "title" | "summary">,
  words: string,
): boolean {
  const text = `${title} ${summary}`.toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
