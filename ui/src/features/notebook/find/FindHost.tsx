import { Replace, Search } from "lucide-react";
import { useMemo, useState } from "react";
import { notebookCommands } from "~/commands/notebook.ts";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { OnDemand, useOnDemand } from "~/ui/on-demand.ts";
import type { Asked } from "./FindBar.tsx";

// It is there before it is asked for, so that what is typed after its key goes into its field.
const bar = new OnDemand(() => import("./FindBar.tsx").then((m) => m.FindBar));

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
  const FindBar = useOnDemand(bar, asked !== undefined);
  return asked && FindBar && <FindBar asked={asked} onClose={() => setAsked(undefined)} />;
}
