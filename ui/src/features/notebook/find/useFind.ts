import { useCallback, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from "react";
import { caretIn, type MarkedRanges } from "~/editor/marked.ts";
import { useSelect, useSession } from "~/live/LiveProvider.tsx";
import type { CellID } from "~/protocol/wire.ts";
import { useToast } from "~/ui/Toast.tsx";
import { useNotebook } from "../NotebookContext.ts";
import { markedOf } from "./marked.ts";
import {
  countOf,
  type Found,
  firstFrom,
  indexOf,
  type Match,
  matchAt,
  replacements,
  search,
} from "./matches.ts";
import { type Finder, finderOf, type Query } from "./query.ts";

export interface Find {
  /** How many places there are. */
  readonly count: number;
  /** The number of the place that is looked at, from 0; -1 for none. */
  readonly index: number;
  /** What is wrong with the regular expression. */
  readonly wrong: string | undefined;
  /** Looks for something, beginning where the person is. */
  look(query: Query): void;
  /** Goes on to another place: 1 to the next, -1 to the one before. */
  step(by: 1 | -1): void;
  replace(replacement: string): void;
  replaceAll(replacement: string): void;
}

const NOTHING: Found = [];

/** Finds and replaces in all cells of the notebook, whether or not they are on the page. */
export function useFind(query: Query): Find {
  const session = useSession();
  const { actions, focus, selection } = useNotebook();
  const toast = useToast();
  const cells = useDeferredValue(useSelect((view) => view.state.cells));
  const [current, setCurrent] = useState<Match>();
  const { finder, wrong } = useMemo(() => prepared(query), [query]);
  const found = useMemo(() => (finder ? search(cells, finder) : NOTHING), [cells, finder]);
  const index = useMemo(() => indexOf(found, current), [found, current]);
  const start = useRef<{ cell: CellID; at: number } | undefined>(undefined);
  useMarked(found, index);

  const show = useCallback(
    (match: Match | undefined) => {
      setCurrent(match);
      if (match) focus.reveal(match.cell, match.from, match.to);
    },
    [focus],
  );
  const present = (by: Finder) => search(session.view.state.cells, by);
  const showFrom = (now: Found, at: { cell: CellID; at: number } | undefined) =>
    show(matchAt(now, firstFrom(now, session.view.state.cells, at)));

  return {
    count: useMemo(() => countOf(found), [found]),
    index,
    wrong,
    look(next) {
      const { cell } = selection.state;
      start.current ??= cell ? { cell, at: caretIn(document, cell) ?? 0 } : undefined;
      const by = prepared(next).finder;
      showFrom(by ? present(by) : NOTHING, start.current);
    },
    step(by) {
      if (!finder) return;
      const now = present(finder);
      const count = countOf(now);
      const at = indexOf(now, current);
      if (at < 0) showFrom(now, current && { cell: current.cell, at: current.from });
      else show(matchAt(now, (at + by + count) % count));
      start.current = undefined;
    },
    replace(replacement) {
      if (!finder || !current) return this.step(1);
      const only = present(finder).flatMap(({ cell, ranges }) => {
        const range = cell.id === current.cell && ranges.find((r) => r.from === current.from);
        return range ? [{ cell, ranges: [range] }] : [];
      });
      const edits = replacements(only, finder, replacement);
      actions.rewrite(edits);
      const end = edits[0]?.changes.mapPos(current.to, 1) ?? current.to;
      showFrom(present(finder), { cell: current.cell, at: end });
    },
    replaceAll(replacement) {
      const all = finder ? present(finder) : NOTHING;
      if (!finder || all.length === 0) return;
      actions.rewrite(replacements(all, finder, replacement));
      setCurrent(undefined);
      const [places, inCells] = [countOf(all), all.length];
      toast({
        text: `Replaced ${counted(places, "place")} in ${counted(inCells, "cell")}`,
        action: { label: "Undo", run: () => actions.undo() },
      });
    },
  };
}

const counted = (n: number, what: string) => `${n.toLocaleString("en")} ${what}${n === 1 ? "" : "s"}`;

function prepared(query: Query): { finder?: Finder; wrong?: string } {
  if (query.text === "") return {};
  const made = finderOf(query);
  return "wrong" in made ? made : { finder: made };
}

/** Marks what was found for as long as the bar is open. */
function useMarked(found: Found, index: number): void {
  const marked = markedOf(useSession());
  useLayoutEffect(() => {
    const marks = new Map<CellID, MarkedRanges>();
    let before = 0;
    for (const { cell, ranges } of found) {
      const at = index - before;
      marks.set(cell.id, at >= 0 && at < ranges.length ? { ranges, current: at } : { ranges });
      before += ranges.length;
    }
    marked.set(marks);
  }, [marked, found, index]);
  useLayoutEffect(() => () => marked.set(new Map()), [marked]);
}
