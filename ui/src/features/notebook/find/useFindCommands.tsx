import {
  ArrowDown,
  ArrowUp,
  CaseSensitive,
  ChevronRight,
  Regex,
  Replace,
  ReplaceAll,
  WholeWord,
  X,
} from "lucide-react";
import { useMemo, useRef } from "react";
import { findCommands } from "~/commands/find.ts";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";

/** What the find bar does when it is told to. */
export interface FindActions {
  /** Goes on to another place: 1 to the next, -1 to the one before. */
  step: (by: 1 | -1) => void;
  toggle: (flag: "matchCase" | "wholeWord" | "regex") => void;
  toggleReplacing: () => void;
  replace: () => void;
  replaceAll: () => void;
  close: () => void;
}

/** Offers what the find bar can do for as long as it is open. */
export function useFindCommands(actions: FindActions): void {
  const latest = useRef(actions);
  latest.current = actions;
  useCommands(
    useMemo(() => {
      const command = (
        name: keyof typeof findCommands,
        icon: Command["icon"],
        act: (bar: FindActions) => void,
      ): Command => ({ ...findCommands[name], icon, run: () => act(latest.current) });
      return [
        command("find.next", <ArrowDown />, (bar) => bar.step(1)),
        command("find.previous", <ArrowUp />, (bar) => bar.step(-1)),
        command("find.field-next", <ArrowDown />, (bar) => bar.step(1)),
        command("find.field-previous", <ArrowUp />, (bar) => bar.step(-1)),
        command("find.match-case", <CaseSensitive />, (bar) => bar.toggle("matchCase")),
        command("find.whole-words", <WholeWord />, (bar) => bar.toggle("wholeWord")),
        command("find.regex", <Regex />, (bar) => bar.toggle("regex")),
        command("find.replacing", <ChevronRight />, (bar) => bar.toggleReplacing()),
        command("find.replace", <Replace />, (bar) => bar.replace()),
        command("find.replace-all", <ReplaceAll />, (bar) => bar.replaceAll()),
        command("find.close", <X />, (bar) => bar.close()),
      ];
    }, []),
  );
}
