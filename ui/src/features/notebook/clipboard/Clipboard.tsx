import { ClipboardCopy, ClipboardPaste, Scissors } from "lucide-react";
import { useEffect, useMemo } from "react";
import { clipboardCommands } from "~/commands/notebook.ts";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { useToast } from "~/ui/Toast.tsx";
import { useNotebook } from "../NotebookContext.ts";
import { type SelectionState, useSelection } from "../selection.ts";
import { CellClipboard } from "./cell-clipboard.ts";

/**
 * Copies, cuts and pastes cells as Markdown while the keyboard is on a frame. The browser's own events
 * are used, which need no permission; the palette's commands ask for it.
 */
export function Clipboard() {
  const { actions, selection } = useNotebook();
  const toast = useToast();
  const onFrame = useSelection(selection, isOnFrame);
  const clipboard = useMemo(() => new CellClipboard(actions, selection, toast), [actions, selection, toast]);

  useEffect(() => {
    const write = (event: ClipboardEvent) => {
      // Text that was selected with the mouse, such as output, is what is copied then.
      if (event.defaultPrevented || !isOnFrame(selection.state) || !getSelection()?.isCollapsed) return;
      const text = clipboard.take(event.type === "cut");
      if (text === undefined) return;
      event.preventDefault();
      event.clipboardData?.setData("text/plain", text);
    };
    const paste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || !isOnFrame(selection.state)) return;
      event.preventDefault();
      void clipboard.paste(event.clipboardData?.getData("text/plain") ?? "");
    };
    document.addEventListener("copy", write);
    document.addEventListener("cut", write);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("copy", write);
      document.removeEventListener("cut", write);
      document.removeEventListener("paste", paste);
    };
  }, [clipboard, selection]);

  useCommands(
    useMemo(() => {
      const command = (name: keyof typeof clipboardCommands, icon: Command["icon"], run: () => void) => ({
        ...clipboardCommands[name],
        enabled: onFrame,
        icon,
        run,
      });
      return [
        command("cell.copy", <ClipboardCopy />, () => clipboard.write(false)),
        command("cell.cut", <Scissors />, () => clipboard.write(true)),
        command("cell.paste", <ClipboardPaste />, () => clipboard.read()),
      ];
    }, [clipboard, onFrame]),
  );
  return null;
}

const isOnFrame = (s: SelectionState) => s.focus === "frame" && s.cell !== undefined;
