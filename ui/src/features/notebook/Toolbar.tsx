import { Download, Ellipsis, PanelRight, Play, Square } from "lucide-react";
import { useLive, useSelect } from "~/live/LiveProvider.tsx";
import { exportAddress } from "~/protocol/api.ts";
import { Button } from "~/ui/Button.tsx";
import { IconButton } from "~/ui/IconButton.tsx";
import { Menu, MenuItem, MenuSeparator } from "~/ui/Menu.tsx";
import { useNotebook } from "./NotebookContext.ts";
import type { Panel } from "./panels/usePanel.ts";

/** The notebook's actions in the top bar. */
export function Toolbar({ panel }: { panel: Panel }) {
  const { actions, selection } = useNotebook();
  const going = useSelect((view) => view.state.runs.some((r) => r.phase !== "exited"));
  const runFromHere = () => {
    const cell = selection.state.cell ?? actions.cells[0]?.id;
    if (cell) actions.runFrom(cell);
  };
  return (
    <>
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
        keys="Mod-Alt-b"
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
        <MenuItem onSelect={runFromHere}>Run from the selected cell</MenuItem>
        <MenuItem onSelect={() => actions.clearOutput()}>Clear all outputs</MenuItem>
        <MenuSeparator />
        <MenuItem onSelect={() => panel.show("packages")}>Packages</MenuItem>
        <MenuItem onSelect={() => panel.show("secrets")}>Secrets</MenuItem>
        <MenuItem onSelect={() => panel.show("outline")}>Outline</MenuItem>
        <MenuItem onSelect={() => panel.show("settings")}>Settings</MenuItem>
        <MenuSeparator />
        <ExportItem />
      </Menu>
    </>
  );
}

function ExportItem() {
  const { workspace } = useLive();
  return (
    <MenuItem icon={<Download />} onSelect={() => download(exportAddress(workspace))}>
      Export as Markdown
    </MenuItem>
  );
}

/** Has the browser save what an address answers. */
export function download(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}
