import { useQuery } from "@tanstack/react-query";
import { byNotebook, type FoundNotebook, searchQuery } from "~/data/search.ts";
import { useSettled } from "~/ui/useSettled.ts";

const notebooksShown = 8;

/** What the server finds for what is typed, after a pause of the typing. */
export interface FoundText {
  /** What was looked for. */
  words: string;
  /** Notebooks whose title has the words. */
  titles: FoundNotebook[];
  /** Notebooks whose cells have them, with few cells of each. */
  inText: FoundNotebook[];
  /** There is no answer yet. */
  searching: boolean;
}

export function useFound(typed: string): FoundText {
  const wanted = typed.trim();
  const words = useSettled(wanted);
  const { data, isFetching } = useQuery(searchQuery(words));
  const notebooks = words.length > 1 && wanted.length > 1 && data ? byNotebook(data) : [];
  return {
    words,
    titles: notebooks.filter((notebook) => notebook.titleHit).slice(0, notebooksShown),
    inText: notebooks.filter((notebook) => notebook.cells.length > 0).slice(0, notebooksShown),
    searching: wanted.length > 1 && (words !== wanted || isFetching),
  };
}
