import { useEffect, useRef, useState } from "react";

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** Takes files dropped anywhere on the page. True while files are held over it. */
export function useFileDrop(onDrop: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onDrop);
  useEffect(() => {
    latest.current = onDrop;
  });
  useEffect(() => {
    let depth = 0; // enter and leave come for every element that the pointer crosses
    const count = (change: number) => {
      depth = Math.max(0, depth + change);
      setOver(depth > 0);
    };
    const listeners: [keyof WindowEventMap, (event: DragEvent) => void][] = [
      ["dragenter", (event) => holdsFiles(event) && count(1)],
      ["dragleave", (event) => holdsFiles(event) && count(-1)],
      ["dragover", (event) => holdsFiles(event) && event.preventDefault()],
      [
        "drop",
        (event) => {
          if (!holdsFiles(event)) return;
          event.preventDefault();
          count(-depth);
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
