import {
  ArrowDown,
  ArrowUp,
  Bookmark,
  CopyPlus,
  Eraser,
  ListStart,
  PanelRight,
  Pencil,
  Play,
  Plus,
  Redo2,
  Square,
  Trash2,
  Undo2,
} from "lucide-react";
import { useMemo, useRef } from "react";
import { cellByID } from "~/engine/state.ts";
import { useLive, useSelect } from "~/live/LiveProvider.tsx";
import type { CellID } from "~/protocol/wire.ts";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { useToast } from "~/ui/Toast.tsx";
import { useNotebook } from "./NotebookContext.ts";
import type { Panel } from "./panels/usePanel.ts";
import { type SelectionState, useSelection } from "./selection.ts";

const TWICE_MS = 700;

/** Offers what can be done with the notebook to the keyboard, the palette and the help sheet. */
export function useNotebookCommands(panel: Panel): void {
  const { selection } = useNotebook();
  const focus = useSelection(selection, (s: SelectionState) => s.focus);
  const selected = useSelection(selection, (s: SelectionState) => s.cell !== undefined);
  const several = useSelection(selection, (s: SelectionState) => s.marked.size > 0);
  const going = useSelect((view) => view.state.runs.some((r) => r.phase !== "exited"));
  const cells = useCellCommands(focus === "frame", selected, several);
  const notebook = useNotebookWideCommands(panel, focus === "frame", going);
  useCommands(useMemo(() => [...notebook, ...cells], [notebook, cells]));
}

/** What concerns the selected cells. Single keys count only while a frame has the keyboard. */
function useCellCommands(onFrame: boolean, selected: boolean, several: boolean): readonly Command[] {
  const { actions, selection, focus } = useNotebook();
  const { session } = useLive();
  const lastDelete = useRef(0);
  return useMemo(() => {
    const withCell = (act: (cell: CellID) => void) => () => {
      const { cell } = selection.state;
      if (cell) act(cell);
    };
    const withChosen = (act: (cells: readonly CellID[]) => void) => withCell((id) => act(actions.chosen(id)));
    const cell = (
      name: string,
      label: string,
      keys: string[],
      act: (cells: readonly CellID[]) => void,
      icon?: Command["icon"],
    ): Command => ({
      name: `cell.${name}`,
      label,
      group: "Cell",
      keys,
      enabled: selected,
      run: withChosen(act),
      ...(icon ? { icon } : {}),
    });
    const key = (name: string, label: string, keys: string[], run: () => void): Command => ({
      name: `cell.${name}`,
      label,
      group: "Command mode",
      keys,
      enabled: onFrame,
      run,
    });
    const edit = (id: CellID) => {
      if (cellByID(session.view.state, id)) focus.editor(id);
    };
    const deleteTwice = (cells: readonly CellID[]) => {
      const now = performance.now();
      if (now - lastDelete.current < TWICE_MS) actions.delete(cells);
      lastDelete.current = now - lastDelete.current < TWICE_MS ? 0 : now;
    };
    return [
      cell("run", "Run the selected cells", ["Mod-Enter"], (ids) => actions.run(ids), <Play />),
      {
        ...cell("run-advance", "Run the selected cells and go on", ["Shift-Enter"], (ids) =>
          actions.runAndAdvance(ids),
        ),
        enabled: onFrame,
      },
      {
        ...cell("run-from", "Run from the selected cell", [], () => {}, <ListStart />),
        run: withCell((id) => actions.runFrom(id)),
      },
      cell(
        "clear",
        "Clear the output of the selected cells",
        [],
        (ids) => actions.clearOutput(ids),
        <Eraser />,
      ),
      cell(
        "move-up",
        "Move the selected cells up",
        ["Alt-ArrowUp"],
        (ids) => actions.step(ids, "up"),
        <ArrowUp />,
      ),
      cell(
        "move-down",
        "Move the selected cells down",
        ["Alt-ArrowDown"],
        (ids) => actions.step(ids, "down"),
        <ArrowDown />,
      ),
      cell("duplicate", "Duplicate the selected cells", [], (ids) => actions.duplicate(ids), <CopyPlus />),
      {
        ...cell(
          "delete",
          "Delete the selected cells",
          ["Mod-Backspace"],
          (ids) => actions.delete(ids),
          <Trash2 />,
        ),
        enabled: onFrame,
      },
      key(
        "insert-above",
        "Insert code above",
        ["a"],
        withCell((id) => actions.insertBefore("code", id)),
      ),
      key(
        "insert-below",
        "Insert code below",
        ["b"],
        withCell((id) => actions.insert("code", id)),
      ),
      key(
        "insert-text",
        "Insert text below",
        ["m"],
        withCell((id) => actions.insert("markdown", id)),
      ),
      { ...key("edit", "Edit the cell", ["Enter"], withCell(edit)), icon: <Pencil /> },
      {
        ...key("up", "Select the cell above", ["ArrowUp", "k"], () => actions.select("up")),
        repeats: true,
      },
      {
        ...key("down", "Select the cell below", ["ArrowDown", "j"], () => actions.select("down")),
        repeats: true,
      },
      {
        ...key("extend-up", "Select the cell above too", ["Shift-ArrowUp", "Shift-k"], () =>
          actions.extend("up"),
        ),
        repeats: true,
      },
      {
        ...key("extend-down", "Select the cell below too", ["Shift-ArrowDown", "Shift-j"], () =>
          actions.extend("down"),
        ),
        repeats: true,
      },
      key("select-all", "Select all cells", ["Mod-a"], () => actions.selectAll()),
      {
        ...key("select-one", "Select one cell only", ["Escape"], () => actions.selectOne()),
        enabled: onFrame && several,
      },
      key("delete-twice", "Delete the selected cells (press twice)", ["d"], withChosen(deleteTwice)),
    ];
  }, [actions, selection, focus, session, onFrame, selected, several]);
}

/** What concerns the notebook as a whole. */
function useNotebookWideCommands(panel: Panel, onFrame: boolean, going: boolean): readonly Command[] {
  const { actions } = useNotebook();
  const { session } = useLive();
  const toast = useToast();
  const latest = useRef(panel);
  latest.current = panel;
  return useMemo(() => {
    const command = (
      name: string,
      label: string,
      icon: Command["icon"],
      run: () => void,
      keys: string[] = [],
    ): Command => ({
      name: `notebook.${name}`,
      label,
      group: "Notebook",
      icon,
      keys,
      run,
    });
    const show = (tab: string, label: string, keys: string[] = []) =>
      command(`panel-${tab}`, label, <PanelRight />, () => latest.current.show(tab), keys);
    const last = () => actions.cells.at(-1)?.id ?? "";
    return [
      command("run-all", "Run all cells", <Play />, () => actions.runAll(), ["Mod-Shift-Enter"]),
      { ...command("stop-all", "Stop all cells", <Square />, () => actions.stopAll()), enabled: going },
      command("add-code", "Add code at the end", <Plus />, () => actions.insert("code", last())),
      command("add-text", "Add text at the end", <Plus />, () => actions.insert("markdown", last())),
      command("clear-all", "Clear all outputs", <Eraser />, () => actions.clearOutput()),
      {
        ...command("undo", "Undo the last change of cells", <Undo2 />, () => actions.undo(), ["Mod-z"]),
        enabled: onFrame,
      },
      {
        ...command("redo", "Make the undone change again", <Redo2 />, () => actions.redo(), ["Mod-Shift-z"]),
        enabled: onFrame,
      },
      command("panel", "Open or close the panel", <PanelRight />, () => latest.current.toggle(), [
        "Mod-Alt-b",
      ]),
      show("packages", "Show packages", ["Mod-i"]),
      show("secrets", "Show secrets"),
      show("outline", "Show the outline"),
      show("history", "Show the history"),
      command(
        "name-version",
        "Name this version",
        <Bookmark />,
        () => void import("./history/naming.ts").then((m) => m.nameVersion(session, toast, latest.current)),
        ["Mod-s"],
      ),
      show("settings", "Show the notebook's settings"),
    ];
  }, [actions, session, toast, onFrame, going]);
}
