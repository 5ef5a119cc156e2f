import { errorToast } from "~/data/fault-toast.ts";
import { useLive } from "~/live/LiveProvider.tsx";
import type { ResolveConflict } from "~/protocol/wire.ts";
import { useAllCommands } from "~/ui/CommandProvider.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { takeBack, useResolve } from "./queries.ts";
import { outcome } from "./words.ts";

export interface Deciding {
  readonly busy: boolean;
  run(choices: readonly ResolveConflict[]): void;
}

/**
 * Keeps one side of files; a toast says so and leads to the other one. It belongs to what stays when no file
 * differs any more, which may be told before the answer is there.
 */
export function useDecide(): Deciding {
  const { workspace } = useLive();
  const toast = useToast();
  const commands = useAllCommands();
  const resolve = useResolve(workspace);
  const failed = (error: Error) => toast(errorToast(error));
  const run = (choices: readonly ResolveConflict[]) => {
    const keep = choices[0]?.keep;
    if (!keep) return;
    resolve.mutate(choices, {
      onError: failed,
      onSuccess: (done) => {
        const text = outcome(
          keep,
          choices.map((c) => c.file),
          done,
        );
        const history = commands.find((c) => c.name === "notebook.panel-history");
        const changed = done.some((d) => d.before !== d.after);
        if (changed && keep === "file") {
          const undo = () => void takeBack(workspace, done).catch(failed);
          toast({ text, action: { label: "Undo", run: undo } });
        } else if (changed && history) {
          toast({ text, action: { label: history.label, run: history.run } });
        } else toast({ text });
      },
    });
  };
  return { busy: resolve.isPending, run };
}
