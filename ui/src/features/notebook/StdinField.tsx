import { CornerDownLeft } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import type { Run } from "~/protocol/wire.ts";
import { Button } from "~/ui/Button.tsx";
import { useKeptFocus } from "~/ui/useKeptFocus.ts";
import { useNotebook } from "./NotebookContext.ts";

/** Answers a run that reads its standard input. Enter sends a line. */
export function StdinField({ run }: { run: Run }) {
  const { actions } = useNotebook();
  const [text, setText] = useState("");
  const [ended, setEnded] = useState(false);
  const kept = useKeptFocus();
  const button = useKeptFocus();
  if (!run.stdin || run.phase === "exited") return null;
  const end = () => {
    actions.input(run.id, "", true);
    setEnded(true);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (ended) return;
    if (event.key === "Enter" && !event.nativeEvent.isComposing && !event.metaKey && !event.ctrlKey) {
      event.preventDefault();
      actions.input(run.id, `${text}\n`);
      setText("");
    } else if (event.ctrlKey && event.key === "d" && text === "") {
      event.preventDefault();
      end();
    }
  };
  return (
    <div ref={kept} className="flex items-center gap-2 border-line border-t bg-sunken py-1.5 pr-1.5 pl-3.5">
      <CornerDownLeft aria-hidden="true" className="text-faint" />
      <input
        aria-label={`Input of ${run.filename}`}
        placeholder={ended ? "Input has ended" : "The cell is waiting for input"}
        readOnly={ended}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-7 min-w-0 flex-1 rounded-control bg-transparent px-1 font-mono text-ui read-only:opacity-60"
      />
      {!ended && (
        <Button ref={button} size="small" variant="ghost" onClick={end}>
          End input
        </Button>
      )}
    </div>
  );
}
