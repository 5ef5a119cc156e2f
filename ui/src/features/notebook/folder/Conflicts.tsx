import { FileDiff } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { notebookCommands } from "~/commands/notebook.ts";
import { faultToast } from "~/data/fault-toast.ts";
import { useSelect } from "~/live/LiveProvider.tsx";
import type { FolderConflict } from "~/protocol/wire.ts";
import { useCommands } from "~/ui/CommandProvider.tsx";
import { classes } from "~/ui/classes.ts";
import { Fill } from "~/ui/slots.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { STATUS_ITEM } from "../StatusItem.tsx";
import { CompareView } from "./CompareView.tsx";
import { useDecide } from "./useDecide.ts";
import { differing } from "./words.ts";

/** Files that differ on disk: what is told of them, their place in the status bar, and the way to decide. */
export function Conflicts() {
  const conflicts = useSelect((view) => view.conflicts);
  const comparable = useMemo(() => conflicts.filter((c) => c.compare), [conflicts]);
  const [open, setOpen] = useState(false);
  const compare = useCallback(() => setOpen(true), []);
  useTold(conflicts, compare, open);
  useCommands(
    useMemo(
      () => [
        {
          ...notebookCommands["notebook.compare-files"],
          icon: <FileDiff />,
          enabled: comparable.length > 0,
          run: compare,
        },
      ],
      [comparable.length, compare],
    ),
  );
  const close = useCallback(() => setOpen(false), []);
  const decide = useDecide();
  const count = comparable.length;
  useEffect(() => {
    if (open && count === 0) close(); // decided, here or by others
  }, [open, count, close]);
  return (
    <>
      {comparable.length > 0 && (
        <Fill slot="statusEnd">
          <button
            type="button"
            onClick={compare}
            title="Compare what is on disk with the notebook"
            className={classes(STATUS_ITEM, "order-first text-bad")}
          >
            <FileDiff />
            {differing(comparable.length)}
          </button>
        </Fill>
      )}
      {open && comparable.length > 0 && (
        <CompareView conflicts={comparable} decide={decide} onClose={close} />
      )}
    </>
  );
}

/** Tells of each conflict once, with the button that leads to both sides, unless they are looked at. */
function useTold(conflicts: readonly FolderConflict[], compare: () => void, open: boolean): void {
  const toast = useToast();
  const looking = useRef(open);
  looking.current = open;
  const told = useRef(new Set<string>());
  useEffect(() => {
    const now = new Set<string>();
    for (const { file, fault, compare: comparable } of conflicts) {
      const key = `${file} ${fault.message}`;
      now.add(key);
      if (told.current.has(key) || (comparable && looking.current)) continue;
      const words = faultToast(fault, fault.message.includes(file) ? undefined : file);
      // It may go by itself: the status bar goes on saying so.
      toast(comparable ? { ...words, tone: "info", action: { label: "Compare", run: compare } } : words);
    }
    told.current = now;
  }, [conflicts, toast, compare]);
}
