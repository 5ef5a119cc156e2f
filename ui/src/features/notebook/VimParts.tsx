import { useEffect, useSyncExternalStore } from "react";
import { vimHost } from "~/editor/vim/host.ts";
import { useLive } from "~/live/LiveProvider.tsx";
import { Fill } from "~/ui/slots.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { saveVersion } from "./history/saving.ts";

/** Shows the mode of Vim in the status bar, and does what `:w` asks for. */
export function VimParts() {
  const live = useLive();
  const toast = useToast();
  const mode = useSyncExternalStore(vimHost.subscribe, vimHost.mode);
  useEffect(() => {
    vimHost.write = (name) => void saveVersion(live, toast, { name });
    return () => {
      vimHost.write = () => {};
    };
  }, [live, toast]);
  if (mode === undefined) return null;
  return (
    <Fill slot="status">
      <span role="status" aria-label="Mode of Vim" className="shrink-0 px-1.5 font-[550]">
        {mode}
      </span>
    </Fill>
  );
}
