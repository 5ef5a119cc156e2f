import { useEffect, useRef, useState } from "react";
import type { Live } from "~/live/LiveProvider.tsx";
import type { WorkspaceID } from "~/protocol/wire.ts";
import { useToast } from "~/ui/Toast.tsx";
import { openedAhead, takeOpening } from "./opening.ts";

/** Opens a notebook for as long as the component is mounted; undefined until it can be used. */
export function useLiveNotebook(workspace: WorkspaceID): Live | undefined {
  const toast = useToast();
  const show = useRef(toast);
  show.current = toast;
  const [live, setLive] = useState(() => openedAhead(workspace));

  useEffect(() => {
    let left = false;
    const opening = takeOpening(workspace);
    opening.tell((told) => show.current(told));
    void opening.opened.then((opened) => {
      if (left) opened.close();
      else setLive(opened);
    });
    return () => {
      left = true;
      opening.live?.close();
      setLive(undefined);
    };
  }, [workspace]);

  return live;
}
