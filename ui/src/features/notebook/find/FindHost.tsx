import { Replace, Search } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import type { Asked } from "./FindBar.tsx";

const FindBar = lazy(async () => ({ default: (await import("./FindBar.tsx")).FindBar }));

/** Offers to find and replace in the notebook. Stands over the top right of the nearest positioned element. */
export function FindHost() {
  const [asked, setAsked] = useState<Asked>();
  const commands = useMemo((): Command[] => {
    const find = { group: "Notebook", search: "search text" };
    return [
      {
        ...find,
        name: "notebook.find",
        label: "Find in the notebook",
        icon: <Search />,
        keys: ["Mod-f"],
        run: () => setAsked({ replace: false }),
      },
      {
        ...find,
        name: "notebook.replace",
        label: "Find and replace in the notebook",
        icon: <Replace />,
        keys: ["Mod-h", "Mod-Alt-f"],
        run: () => setAsked({ replace: true }),
      },
    ];
  }, []);
  useCommands(commands);
  return (
    asked && (
      <Suspense>
        <FindBar asked={asked} onClose={() => setAsked(undefined)} />
      </Suspense>
    )
  );
}
