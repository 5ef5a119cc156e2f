import "@xterm/xterm/css/xterm.css";
import { useEffect, useId, useRef } from "react";
import { useWholeOutput } from "~/live/LiveProvider.tsx";
import type { Run } from "~/protocol/wire.ts";
import { useNotebook } from "../NotebookContext.ts";
import { Screen } from "./screen.ts";

/** The screen and the keyboard of a run in a terminal. It has every key but Shift-Escape, which leaves it. */
export function Terminal({ run }: { run: Run }) {
  const { actions, focus } = useNotebook();
  const { log, version } = useWholeOutput(run.id);
  const host = useRef<HTMLDivElement>(null);
  const screen = useRef<Screen>(undefined);
  const hint = useId();
  const { id, cell, filename } = run;
  const ended = run.phase === "exited";
  useEffect(() => {
    if (!host.current) return;
    const made = new Screen(host.current, `Terminal of ${filename}`, {
      keys: (text) => actions.input(id, text),
      resize: (columns, rows) => actions.resize(id, columns, rows),
      leave: () => focus.frame(cell),
      go: (file, line) => actions.showLine(file, line),
    });
    screen.current = made;
    return () => made.dispose();
  }, [actions, focus, id, cell, filename]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version stands for what the log holds
  useEffect(() => screen.current?.show(log), [log, version, filename]);
  useEffect(() => {
    if (ended) screen.current?.end();
  }, [ended]);
  return (
    <section
      aria-label={`Terminal output of ${filename}`}
      aria-describedby={ended ? undefined : hint}
      className="group/terminal border-line border-t bg-sunken px-3.5 py-2.5"
    >
      <div ref={host} className="overflow-hidden font-mono text-[12.5px]" />
      {!ended && (
        <p id={hint} className="pt-1.5 text-muted text-small">
          Click to type. Shift-Escape leaves the terminal.
        </p>
      )}
    </section>
  );
}
