import { useEffect, useRef } from "react";
import { takesText } from "~/ui/commands.ts";
import { isNotebookText } from "./imports.ts";

/** Takes a notebook's text that is pasted on the page, outside of its fields. */
export function usePastedNotebook(onPaste: (text: string) => void): void {
  const latest = useRef(onPaste);
  useEffect(() => {
    latest.current = onPaste;
  });
  useEffect(() => {
    const listener = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (takesText(event.target) || !isNotebookText(text)) return;
      event.preventDefault();
      latest.current(text);
    };
    window.addEventListener("paste", listener);
    return () => window.removeEventListener("paste", listener);
  }, []);
}
