import { Replace, Search } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { notebookCommands } from "~/commands/notebook.ts";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import type { Asked } from "./FindBar.tsx";

const FindBar = lazy(async () => ({ default: (await import("./FindBar.tsx")).FindBar }));

/** Offers to find and replace in the notebook. Stands over the top right of the nearest positioned element. */
export function FindHost() {
  const [asked, setAsked] = useState<Asked>();
  const commands = useMemo(
    (): Command[] => [
      {
        ...notebookCommands["notebook.find"],
        icon: <Search />,
        run: () => setAsked({ replace: false }),
      },
      {
        ...notebookCommands["notebook.replace"],
        icon: <Replace />,
        run: () => setAsked({ replace: true }),
      },
    ],
    [],
  );
  useCommands(commands);
  return (
    asked && (
      <Suspense>
        <FindBar asked={asked} onClose={() => setAsked(undefined)} />
      </Suspense>
    )
  );
}
