import { Download, Ellipsis, PanelRight, Play, Square, Trash2 } from "lucide-react";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { notebookCommands } from "~/commands/notebook.ts";
import { useExport } from "~/data/useExport.tsx";
import { useLive, useSelect } from "~/live/LiveProvider.tsx";
import { Button } from "~/ui/Button.tsx";
import { useCommands } from "~/ui/CommandProvider.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { Menu, MenuItem, MenuSeparator } from "~/ui/Menu.tsx";
import { useNotebook } from "./NotebookContext.ts";
import type { Panel } from "./panels/usePanel.ts";

const Bin = lazy(() => import("./bin/Bin.tsx").then((m) => ({ default: m.Bin })));

const People = lazy(() => import("./people/People.tsx").then((m) => ({ default: m.People })));

/** The notebook's people and actions in the top bar. */
export function Toolbar({ panel }: { panel: Panel }) {
  const { actions, selection } = useNotebook();
  const exporting = useNotebookExport();
  const [bin, showBin] = useState(false);
  useCommands(
    useMemo(() => [{ ...notebookCommands["notebook.bin"], icon: <Trash2 />, run: () => showBin(true) }], []),
  );
  const going = useSelect((view) => view.state.runs.some((r) => r.phase !== "exited"));
  const runFromHere = () => {
    const cell = selection.state.cell ?? actions.cells[0]?.id;
    if (cell) actions.runFrom(cell);
  };
  return (
    <>
      <Suspense>
        <People />
      </Suspense>
      {going && (
        <Button icon={<Square />} aria-label="Stop all" onClick={() => actions.stopAll()}>
          <span className="max-phone:hidden">Stop all</span>
        </Button>
      )}
      <Button variant="primary" icon={<Play />} aria-label="Run all" onClick={() => actions.runAll()}>
        <span className="max-phone:hidden">Run all</span>
      </Button>
      <IconButton
        label={panel.open ? "Close panel" : "Open panel"}
        command="notebook.panel"
        pressed={panel.open}
        onClick={panel.toggle}
      >
        <PanelRight />
      </IconButton>
      <Menu
        label="Notebook"
        trigger={
          <IconButton label="More for this notebook">
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem command="cell.run-from" onSelect={runFromHere}>
          Run from the selected cell
        </MenuItem>
        <MenuItem command="notebook.clear-all" onSelect={() => actions.clearOutput()}>
          Clear all outputs
        </MenuItem>
        <MenuSeparator />
        <MenuItem command="notebook.panel-packages" onSelect={() => panel.show("packages")}>
          Packages
        </MenuItem>
        <MenuItem command="notebook.panel-secrets" onSelect={() => panel.show("secrets")}>
          Secrets
        </MenuItem>
        <MenuItem command="notebook.panel-outline" onSelect={() => panel.show("outline")}>
          Outline
        </MenuItem>
        <MenuItem command="notebook.panel-settings" onSelect={() => panel.show("settings")}>
          Settings
        </MenuItem>
        <MenuItem command="notebook.bin" onSelect={() => showBin(true)}>
          Deleted cells
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Download />} command="notebook.export" onSelect={exporting.open}>
          Export…
        </MenuItem>
      </Menu>
      {exporting.dialog}
      <Suspense>{bin && <Bin onClose={() => showBin(false)} />}</Suspense>
    </>
  );
}

/** The export of the open notebook, for the menu and the palette. */
function useNotebookExport() {
  const { workspace, session } = useLive();
  const { ask, dialog } = useExport();
  const open = useCallback(
    () => ask({ id: workspace, title: session.view.state.title }),
    [ask, workspace, session],
  );
  useCommands(
    useMemo(
      () => [
        {
          ...notebookCommands["notebook.export"],
          icon: <Download />,
          run: open,
        },
      ],
      [open],
    ),
  );
  return { open, dialog };
}
