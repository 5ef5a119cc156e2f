import { Plus } from "lucide-react";
import type { CellID } from "~/protocol/wire.ts";
import { classes } from "~/ui/classes.ts";
import { useNotebook } from "./NotebookContext.ts";

/**
 * Adds a cell in the gap above another one, or at the end. In a gap it shows on hover and on focus, at
 * the end always.
 */
export function InsertBar({ before }: { before?: CellID }) {
  const { actions } = useNotebook();
  const insert = (kind: "code" | "markdown") => {
    if (before === undefined) actions.insert(kind, actions.cells.at(-1)?.id ?? "");
    else actions.insertBefore(kind, before);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset belongs to a form
    <div
      role="group"
      aria-label={before === undefined ? "Add a cell at the end" : "Add a cell above"}
      className={classes(
        "group/insert flex h-5 items-center justify-center gap-1",
        "before:absolute before:inset-x-0 before:top-1/2 before:border-line before:border-t",
        before === undefined
          ? "relative mt-4.5 ml-11 max-phone:ml-9"
          : "absolute -top-4.75 right-0 left-11 z-10 opacity-0 transition-opacity focus-within:opacity-100 hover:opacity-100 max-phone:left-9",
        // A finger cannot hover, and a bar in every gap would cover the text: it shows at the chosen cell.
        before !== undefined &&
          "pointer-coarse:pointer-events-none group-data-selected/cell:pointer-coarse:pointer-events-auto group-data-selected/cell:pointer-coarse:opacity-100",
      )}
    >
      <InsertButton label="Code" onClick={() => insert("code")} />
      <InsertButton label="Text" onClick={() => insert("markdown")} />
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
