import { errorToast } from "~/data/fault-toast.ts";
import { useLive } from "~/live/LiveProvider.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { type Restoration, useRestore } from "./queries.ts";

export interface Restoring {
  readonly busy: boolean;
  run(what: Restoration): void;
}

/** Brings versions back; a toast says so and takes it back again. */
export function useRestoring(when: string, onDone: () => void): Restoring {
  const { workspace } = useLive();
  const toast = useToast();
  const restore = useRestore(workspace);
  const failed = (error: Error) => toast(errorToast(error));
  const run = (what: Restoration) => {
    restore.mutate(what, {
      onError: failed,
      onSuccess: ({ before, after }) => {
        onDone();
        const subject = what.cell === undefined ? "the notebook" : "the cell";
        if (before === after) {
          toast({ text: `It is already as it was: nothing of ${subject} differs` });
          return;
        }
        const undo = () => restore.mutate({ ...what, seq: before, since: after }, { onError: failed });
        toast({
          text: `Restored ${subject} to the version of ${when}`,
          action: { label: "Undo", run: undo },
        });
      },
    });
  };
  return { busy: restore.isPending, run };
}
