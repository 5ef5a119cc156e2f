import { useEffect, useRef, useState } from "react";

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** Whether a drop goes to an editor, which takes the text of files. */
const overEditor = ({ target }: DragEvent) =>
  target instanceof Element && target.closest("[contenteditable='true']") !== null;

/**
 * Takes files dropped anywhere on the page but in an editor, so that the browser never leaves the page for a file. True
 * while files are held over a place where they are taken.
 */
export function useFileDrop(onDrop: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    let depth = 0; // enter and leave come for every element that the pointer crosses
    const count = (change: number, event: DragEvent) => {
      depth = Math.max(0, depth + change);
      // What is left keeps what is said of the place that was entered.
      if (change > 0 || depth === 0) setOver(depth > 0 && !overEditor(event));
    };
    const listeners: [keyof WindowEventMap, (event: DragEvent) => void][] = [
      ["dragenter", (event) => holdsFiles(event) && count(1, event)],
      ["dragleave", (event) => holdsFiles(event) && count(-1, event)],
      ["dragover", (event) => holdsFiles(event) && event.preventDefault()],
      [
        "drop",
        (event) => {
          if (!holdsFiles(event)) return;
          count(-depth, event);
          if (event.defaultPrevented) return; // an editor has taken it
          event.preventDefault();
          const files = [...(event.dataTransfer?.files ?? [])];
          if (files.length > 0) latest.current(files);
        },
      ],
    ];
    for (const [name, listener] of listeners) window.addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of listeners) window.removeEventListener(name, listener as EventListener);
    };
  }, []);
  return over;
}
