import {
  ArrowDown,
  ArrowUp,
  Braces,
  Copy,
  CopyPlus,
  Ellipsis,
  Eraser,
  ListOrdered,
  ListStart,
  SquareTerminal,
  Trash2,
} from "lucide-react";
import { useLive, useRunOf } from "~/live/LiveProvider.tsx";
import type { CellID, CellKind } from "~/protocol/wire.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { Menu, MenuItem, MenuSeparator } from "~/ui/Menu.tsx";
import { useNotebook } from "./NotebookContext.ts";
import { chooseTerminal, useRunsInTerminal } from "./terminal/choice.ts";

/** Does what the language server is needed for. */
async function tidy(act: (tidy: typeof import("~/editor/language/tidy.ts")) => Promise<void>): Promise<void> {
  await act(await import("~/editor/language/tidy.ts"));
}

/** What can be done with one cell. */
export function CellMenu({ cell, kind, name }: { cell: CellID; kind: CellKind; name: string }) {
  const { actions } = useNotebook();
  const { language } = useLive();
  const run = useRunOf(cell);
  const terminal = useRunsInTerminal(cell);
  return (
    <Menu
      label={`Actions for ${name}`}
      align="start"
      trigger={
        <IconButton label={`More for ${name}`} className="size-7! pointer-coarse:size-10!">
          <Ellipsis />
        </IconButton>
      }
    >
      {kind === "code" && (
        <MenuItem icon={<ListStart />} onSelect={() => actions.runFrom(cell)}>
          Run from here
        </MenuItem>
      )}
      {kind === "code" && (
        <MenuItem
          icon={<SquareTerminal />}
          onSelect={() => {
            chooseTerminal(cell, !terminal);
            if (!terminal) actions.run([cell]);
          }}
        >
          {terminal ? "Run without a terminal" : "Run in a terminal"}
        </MenuItem>
      )}
      {kind === "code" && (
        <MenuItem
          icon={<Eraser />}
          disabled={run?.phase !== "exited"}
          onSelect={() => actions.clearOutput(actions.chosen(cell))}
        >
          Clear output
        </MenuItem>
      )}
      {kind === "code" && <MenuSeparator />}
      {kind === "code" && (
        <MenuItem
          icon={<Braces />}
          command="code.format"
          onSelect={() => void tidy((t) => t.formatCell(language, cell))}
        >
          Format
        </MenuItem>
      )}
      {kind === "code" && (
        <MenuItem
          icon={<ListOrdered />}
          command="code.organise"
          onSelect={() => void tidy((t) => t.organiseCell(language, cell))}
        >
          Organise imports
        </MenuItem>
      )}
      {kind === "code" && <MenuSeparator />}
      <MenuItem
        icon={<ArrowUp />}
        command="cell.move-up"
        onSelect={() => actions.step(actions.chosen(cell), "up")}
      >
        Move up
      </MenuItem>
      <MenuItem
        icon={<ArrowDown />}
        command="cell.move-down"
        onSelect={() => actions.step(actions.chosen(cell), "down")}
      >
        Move down
      </MenuItem>
      <MenuItem
        icon={<CopyPlus />}
        command="cell.duplicate"
        onSelect={() => actions.duplicate(actions.chosen(cell))}
      >
        Duplicate
      </MenuItem>
      <MenuItem icon={<Copy />} onSelect={() => actions.copy(cell)}>
        {kind === "code" ? "Copy code" : "Copy text"}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<Trash2 />}
        command="cell.delete"
        danger
        onSelect={() => actions.delete(actions.chosen(cell))}
      >
        Delete
      </MenuItem>
    </Menu>
  );
}
