import { useSelect } from "~/live/LiveProvider.tsx";
import { useNotebook } from "./NotebookContext.ts";

/** A place in a cell, such as a frame of a stack trace, that leads to its line. Plain text when there is no such cell. */
export function PlaceLink({ text, file, line }: { text: string; file: string; line: number }) {
  const { actions } = useNotebook();
  const cell = useSelect((view) => view.state.cells.find((c) => c.filename === file)?.id);
  if (cell === undefined) return text;
  return (
    <a
      href={`#${cell}`}
      title={`Go to line ${line} of ${file}`}
      onClick={(event) => {
        event.preventDefault();
        actions.showLine(file, line);
      }}
    >
      {text}
    </a>
  );
}
