import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { useWholeOutput } from "~/live/LiveProvider.tsx";
import type { Run } from "~/protocol/wire.ts";
import { classes } from "~/ui/classes.ts";
import { LogToolbar } from "./LogToolbar.tsx";
import { OutputLine } from "./OutputLine.tsx";
import { useLogSearch } from "./useLogSearch.ts";
import { useWrap } from "./useWrap.ts";

const LINE_HEIGHT = 20;
/** No browser scrolls further than about 33 million pixels. */
const MOST_LINES = 1_500_000;

/** All of a run's output: only the lines in view are drawn. */
export function FullLog({ run, onClose }: { run: Run; onClose: () => void }) {
  const { log, version, lines, complete } = useWholeOutput(run.id);
  const scroller = useRef<HTMLDivElement>(null);
  const [wrap, setWrap] = useWrap();
  const [term, setTerm] = useState("");
  const { lines: found, epoch } = useLogSearch(log, version, term);
  const [current, setCurrent] = useState(0);
  const skipped = Math.max(0, lines - MOST_LINES);
  const virtual = useVirtualizer({
    count: lines - skipped, // also those to come, so that the list is laid out once
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 10,
    ...(wrap ? {} : { measureElement: () => LINE_HEIGHT }),
  });
  const toEnd = () => virtual.scrollToIndex(lines - skipped - 1, { align: "end" });
  const leaveEnd = useFollowEnd(scroller, version, run.phase !== "exited", toEnd);

  const goTo = (i: number) => {
    const wanted = (i + found.length) % Math.max(found.length, 1);
    const line = found[wanted];
    setCurrent(wanted);
    if (line === undefined) return;
    leaveEnd();
    virtual.scrollToIndex(line - skipped, { align: "center" });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes to the first match once per search, not to each that arrives
  useEffect(() => goTo(0), [term, epoch, found.length > 0]);

  return (
    <div className="border-line border-t bg-sunken">
      <LogToolbar
        run={run}
        log={log}
        lines={lines}
        complete={complete}
        wrap={wrap}
        onWrap={setWrap}
        term={term}
        onTerm={setTerm}
        position={found.length === 0 ? undefined : { current: current + 1, total: found.length }}
        onNext={() => goTo(current + 1)}
        onPrevious={() => goTo(current - 1)}
        onClose={onClose}
      />
      <div
        ref={scroller}
        role="log"
        aria-label={`All output of ${run.filename}`}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
        tabIndex={0}
        className={classes(
          "output-text max-h-120 overflow-auto [overflow-anchor:none] -outline-offset-2",
          wrap && "wrapped",
        )}
      >
        <div
          className="relative min-w-full"
          style={{ height: virtual.getTotalSize(), width: wrap ? "100%" : "max-content" }}
        >
          {virtual.getVirtualItems().map((item) => {
            const line = log.line(item.index + skipped);
            return (
              <div
                key={item.key}
                ref={wrap ? virtual.measureElement : undefined}
                data-index={item.index}
                className={wrap ? "absolute inset-x-0 top-0" : "absolute top-0 left-0 min-w-full"}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <OutputLine
                  stream={line.stream}
                  text={line.text}
                  find={term.toLowerCase()}
                  current={found[current] === item.index + skipped}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

const scrollingInputs = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

/**
 * Keeps the end in view while more arrives, until somebody scrolls away from it, and again once they
 * scroll back. What it returns leaves the end. Only a person's scrolling counts: a log that begins anew
 * is short for a moment, and any place in it is its end.
 */
function useFollowEnd(
  scroller: React.RefObject<HTMLElement | null>,
  version: number,
  fromStart: boolean,
  toEnd: () => void,
): () => void {
  const follows = useRef(fromStart);
  const touched = useRef(false);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onInput = () => {
      touched.current = true;
    };
    const onScroll = () => {
      if (!touched.current) return;
      follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < 2 * LINE_HEIGHT;
    };
    for (const type of scrollingInputs) element.addEventListener(type, onInput, { passive: true });
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      for (const type of scrollingInputs) element.removeEventListener(type, onInput);
      element.removeEventListener("scroll", onScroll);
    };
  }, [scroller]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: version says that more has arrived
  useLayoutEffect(() => {
    if (follows.current) toEnd();
  }, [version]);
  return () => {
    follows.current = false;
    touched.current = false;
  };
}
