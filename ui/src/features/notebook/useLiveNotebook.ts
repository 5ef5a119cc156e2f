import { useEffect, useRef, useState } from "react";
import type { Live } from "~/live/LiveProvider.tsx";
import { type LiveNotebook, openNotebook } from "~/live/notebook.ts";
import { tabParts } from "~/live/tab.ts";
import type { ClientOp, Fault, WorkspaceID } from "~/protocol/wire.ts";
import { useToast } from "~/ui/Toast.tsx";

/** Opens a notebook for as long as the component is mounted; undefined until it can be used. */
export function useLiveNotebook(workspace: WorkspaceID): Live | undefined {
  const toast = useToast();
  const show = useRef(toast);
  show.current = toast;
  const [live, setLive] = useState<Live>();

  useEffect(() => {
    let left = false;
    let opened: LiveNotebook | undefined;
    const bad = (text: string) => show.current({ text, tone: "bad" });
    void tabParts().then(async (parts) => {
      const notebook = await openNotebook(workspace, parts, {
        refused: (op, fault) => bad(refusal(op, fault)),
        lost: (_, text, fault) =>
          bad(`An edit could not be kept: ${fault.message}. It was copied: ${copy(text)}`),
        folder: ({ file, fault }) => bad(`${file}: ${fault.message}. ${fault.next ?? ""}`),
      });
      opened = notebook;
      if (left) notebook.close();
      else setLive({ ...notebook, socket: parts.socket });
    });
    return () => {
      left = true;
      opened?.close();
      setLive(undefined);
    };
  }, [workspace]);

  return live;
}

/** Puts a text that would be gone on the clipboard; says how it begins. */
function copy(text: string): string {
  navigator.clipboard?.writeText(text).catch(() => {});
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function refusal(op: ClientOp, fault: Fault): string {
  const subject = op.type.startsWith("run.") ? "Not run" : "Not changed";
  return `${subject}: ${fault.message}. ${fault.next ?? ""}`.trim();
}
