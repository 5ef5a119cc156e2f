import { Plus } from "lucide-react";
import type { CellID } from "~/protocol/wire.ts";
import { classes } from "~/ui/classes.ts";
import { useNotebook } from "./NotebookContext.ts";

/** Adds a cell at a place between two cells. It shows on hover and on focus, at the end always. */
export function InsertBar({ after, end }: { after: CellID; end?: boolean }) {
  const { actions } = useNotebook();
  return (
    <div
      role="group"
      aria-label={end ? "Add a cell at the end" : "Add a cell here"}
      className={classes(
        "group/insert relative ml-11 flex h-5 items-center justify-center gap-1 max-phone:ml-9",
        "before:absolute before:inset-x-0 before:top-1/2 before:border-line before:border-t",
        end ? "mt-3" : "z-10 -my-px opacity-0 transition-opacity focus-within:opacity-100 hover:opacity-100 pointer-coarse:h-10 pointer-coarse:opacity-100",
      )}
    >
      <InsertButton label="Code" onClick={() => actions.insert("code", after)} />
      <InsertButton label="Text" onClick={() => actions.insert("markdown", after)} />
    </div>
  );
}

function InsertButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="relative flex h-5.5 items-center gap-1 rounded-round border border-line-strong bg-ground px-2.25 text-muted text-small hover:bg-hover hover:text-text pointer-coarse:h-10"
    >
      <Plus className="size-3.5!" />
      {label}
    </button>
  );
}
