import {
  ArrowDown,
  ArrowUp,
  Braces,
  ChevronsDownUp,
  ChevronsUpDown,
  Copy,
  CopyPlus,
  Ellipsis,
  Eraser,
  ListChevronsDownUp,
  ListChevronsUpDown,
  ListOrdered,
  ListStart,
  RotateCw,
  Square,
  SquareTerminal,
  Trash2,
} from "lucide-react";
import { cellByID } from "~/engine/state.ts";
import { useCell, useLive, useRunOf } from "~/live/LiveProvider.tsx";
import type { CellID, CellKind } from "~/protocol/wire.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { Menu, MenuItem, MenuSeparator } from "~/ui/Menu.tsx";
import { headingLevel, useCollapsed } from "./collapse.ts";
import { useNotebook } from "./NotebookContext.ts";
import { useRunsInTerminal } from "./terminal/choice.ts";

/** Does what the language server is needed for. */
async function tidy(act: (tidy: typeof import("~/editor/language/tidy.ts")) => Promise<void>): Promise<void> {
  await act(await import("~/editor/language/tidy.ts"));
}

/** Shows and hides the parts of a cell. */
function Collapsing({ cell, kind }: { cell: CellID; kind: CellKind }) {
  const { actions } = useNotebook();
  const code = useCollapsed(cell, "code");
  const output = useCollapsed(cell, "output");
  const section = useCollapsed(cell, "section");
  const isHeading = useCell(cell, (view) => {
    const state = cellByID(view.state, cell);
    return state !== undefined && headingLevel(state) !== undefined;
  });
  if (kind === "code") {
    return (
      <>
        <MenuItem
          icon={code ? <ChevronsUpDown /> : <ChevronsDownUp />}
          command="cell.collapse"
          onSelect={() => actions.collapse(actions.chosen(cell))}
        >
          {code ? "Expand code" : "Collapse code"}
        </MenuItem>
        <MenuItem
          icon={output ? <ListChevronsUpDown /> : <ListChevronsDownUp />}
          command="cell.collapse-output"
          onSelect={() => actions.collapseOutput(actions.chosen(cell))}
        >
          {output ? "Expand output" : "Collapse output"}
        </MenuItem>
        <MenuSeparator />
      </>
    );
  }
  if (!isHeading) return null;
  return (
    <>
      <MenuItem
        icon={section ? <ChevronsUpDown /> : <ChevronsDownUp />}
        command="cell.collapse"
        onSelect={() => actions.collapse(actions.chosen(cell))}
      >
        {section ? "Expand the section" : "Collapse the section"}
      </MenuItem>
      <MenuSeparator />
    </>
  );
}

/** What can be done with one cell. */
export function CellMenu({ cell, kind, name }: { cell: CellID; kind: CellKind; name: string }) {
  const { actions } = useNotebook();
  const { language } = useLive();
  const run = useRunOf(cell);
  const going = run !== undefined && run.phase !== "exited";
  const terminal = useRunsInTerminal(cell);
  return (
    <Menu
      label={`Actions for ${name}`}
      align="start"
      trigger={
        <IconButton label={`More for ${name}`} className="size-7! pointer-coarse:h-9! pointer-coarse:w-10!">
          <Ellipsis />
        </IconButton>
      }
    >
      {going && (
        <>
          <MenuItem
            icon={<Square />}
            command="cell.stop"
            onSelect={() => actions.stopCells(actions.chosen(cell))}
          >
            Stop
          </MenuItem>
          <MenuItem
            icon={<RotateCw />}
            command="cell.restart"
            onSelect={() => actions.restart(actions.chosen(cell))}
          >
            Restart
          </MenuItem>
        </>
      )}
      {kind === "code" && (
        <MenuItem icon={<ListStart />} command="cell.run-from" onSelect={() => actions.runFrom(cell)}>
          Run from here
        </MenuItem>
      )}
      {kind === "code" && (
        <MenuItem
          icon={<SquareTerminal />}
          command="cell.terminal"
          onSelect={() => actions.toggleTerminal(cell)}
        >
          {terminal ? "Run without a terminal" : "Run in a terminal"}
        </MenuItem>
      )}
      {kind === "code" && (
        <MenuItem
          icon={<Eraser />}
          command="cell.clear"
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
      <Collapsing cell={cell} kind={kind} />
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
      <MenuItem icon={<Copy />} command="cell.copy-text" onSelect={() => actions.copy(cell)}>
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
