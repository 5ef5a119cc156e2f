import {
  ArrowDown,
  ArrowUp,
  Bookmark,
  ChevronsDownUp,
  ChevronsUpDown,
  Copy,
  CopyPlus,
  Eraser,
  ListChevronsDownUp,
  ListStart,
  PanelRight,
  Pencil,
  Play,
  Plus,
  Redo2,
  RotateCw,
  Square,
  SquareTerminal,
  Trash2,
  Undo2,
} from "lucide-react";
import { useMemo, useRef } from "react";
import { cellCommands, commandMode, notebookCommands } from "~/commands/notebook.ts";
import type { SessionView } from "~/engine/session-types.ts";
import { isGoing } from "~/engine/state.ts";
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
  const selected = useSelection(selection, (s: SelectionState) => s.cell !== undefined);
  const several = useSelection(selection, (s: SelectionState) => s.marked.size > 0);
  const going = useSelect((view) => view.state.runs.some((r) => r.phase !== "exited"));
  const cells = useCellCommands(selected, several, useGoing());
  const notebook = useNotebookWideCommands(panel, going);
  useCommands(useMemo(() => [...notebook, ...cells], [notebook, cells]));
}

/** Whether one of the selected cells runs, or waits for its turn to. */
function useGoing(): boolean {
  const { selection } = useNotebook();
  const { session } = useLive();
  const any = ({ state }: SessionView, { cell, marked }: SelectionState) =>
    (cell !== undefined && isGoing(state, cell)) || [...marked].some((id) => isGoing(state, id));
  const ofRuns = useSelect((view) => any(view, selection.state));
  const ofSelection = useSelection(selection, (s: SelectionState) => any(session.view, s));
  return ofRuns || ofSelection;
}

/** What concerns the selected cells. */
function useCellCommands(selected: boolean, several: boolean, going: boolean): readonly Command[] {
  const { actions, selection, focus } = useNotebook();
  const lastDelete = useRef(0);
  return useMemo(() => {
    const withCell = (act: (cell: CellID) => void) => () => {
      const { cell } = selection.state;
      if (cell) act(cell);
    };
    const withChosen = (act: (cells: readonly CellID[]) => void) => withCell((id) => act(actions.chosen(id)));
    const deleteTwice = (cells: readonly CellID[]) => {
      const now = performance.now();
      if (now - lastDelete.current < TWICE_MS) actions.delete(cells);
      lastDelete.current = now - lastDelete.current < TWICE_MS ? 0 : now;
    };
    const cell = (name: keyof typeof cellCommands, run: () => void, icon?: Command["icon"]): Command => ({
      ...cellCommands[name],
      enabled: selected,
      run,
      ...(icon ? { icon } : {}),
    });
    const key = (name: keyof typeof commandMode, run: () => void): Command => ({
      ...commandMode[name],
      enabled: selected,
      run,
    });
    return [
      cell(
        "cell.run",
        withChosen((ids) => actions.run(ids)),
        <Play />,
      ),
      cell(
        "cell.run-advance",
        withChosen((ids) => actions.runAndAdvance(ids)),
      ),
      cell(
        "cell.run-from",
        withCell((id) => actions.runFrom(id)),
        <ListStart />,
      ),
      {
        ...cell(
          "cell.stop",
          withChosen((ids) => actions.stopCells(ids)),
          <Square />,
        ),
        enabled: going,
      },
      {
        ...cell(
          "cell.restart",
          withChosen((ids) => actions.restart(ids)),
          <RotateCw />,
        ),
        enabled: going,
      },
      cell(
        "cell.clear",
        withChosen((ids) => actions.clearOutput(ids)),
        <Eraser />,
      ),
      cell(
        "cell.move-up",
        withChosen((ids) => actions.step(ids, "up")),
        <ArrowUp />,
      ),
      cell(
        "cell.move-down",
        withChosen((ids) => actions.step(ids, "down")),
        <ArrowDown />,
      ),
      cell(
        "cell.duplicate",
        withChosen((ids) => actions.duplicate(ids)),
        <CopyPlus />,
      ),
      cell(
        "cell.terminal",
        withCell((id) => actions.toggleTerminal(id)),
        <SquareTerminal />,
      ),
      cell(
        "cell.copy-text",
        withCell((id) => actions.copy(id)),
        <Copy />,
      ),
      cell(
        "cell.collapse",
        withChosen((ids) => actions.collapse(ids)),
        <ChevronsDownUp />,
      ),
      cell(
        "cell.collapse-output",
        withChosen((ids) => actions.collapseOutput(ids)),
        <ListChevronsDownUp />,
      ),
      cell(
        "cell.delete",
        withChosen((ids) => actions.delete(ids)),
        <Trash2 />,
      ),
      key(
        "cell.insert-above",
        withCell((id) => actions.insertBefore("code", id)),
      ),
      key(
        "cell.insert-below",
        withCell((id) => actions.insert("code", id)),
      ),
      key(
        "cell.insert-text",
        withCell((id) => actions.insert("markdown", id)),
      ),
      {
        ...key(
          "cell.edit",
          withCell((id) => focus.editor(id)),
        ),
        icon: <Pencil />,
      },
      key("cell.up", () => actions.select("up")),
      key("cell.down", () => actions.select("down")),
      key("cell.extend-up", () => actions.extend("up")),
      key("cell.extend-down", () => actions.extend("down")),
      key("cell.select-all", () => actions.selectAll()),
      { ...key("cell.select-one", () => actions.selectOne()), enabled: several },
      key("cell.delete-twice", withChosen(deleteTwice)),
    ];
  }, [actions, selection, focus, selected, several, going]);
}

const PANELS = ["packages", "secrets", "outline", "history", "settings"] as const;

/** What concerns the notebook as a whole. */
function useNotebookWideCommands(panel: Panel, going: boolean): readonly Command[] {
  const { actions } = useNotebook();
  const live = useLive();
  const toast = useToast();
  const latest = useRef(panel);
  latest.current = panel;
  return useMemo(() => {
    const command = (
      name: keyof typeof notebookCommands,
      icon: Command["icon"],
      run: () => void,
    ): Command => ({ ...notebookCommands[name], icon, run });
    const last = () => actions.cells.at(-1)?.id ?? "";
    const nameVersion = () =>
      void import("./history/saving.ts").then((m) => m.saveVersion(live, toast, { panel: latest.current }));
    return [
      command("notebook.run-all", <Play />, () => actions.runAll()),
      { ...command("notebook.stop-all", <Square />, () => actions.stopAll()), enabled: going },
      command("notebook.add-code", <Plus />, () => actions.insert("code", last())),
      command("notebook.add-text", <Plus />, () => actions.insert("markdown", last())),
      command("notebook.clear-all", <Eraser />, () => actions.clearOutput()),
      command("notebook.collapse-code", <ChevronsDownUp />, () => actions.collapseAllCode()),
      command("notebook.expand-all", <ChevronsUpDown />, () => actions.expandAll()),
      command("notebook.undo", <Undo2 />, () => actions.undo()),
      command("notebook.redo", <Redo2 />, () => actions.redo()),
      command("notebook.panel", <PanelRight />, () => latest.current.toggle()),
      ...PANELS.map((tab) =>
        command(`notebook.panel-${tab}`, <PanelRight />, () => latest.current.show(tab)),
      ),
      command("notebook.name-version", <Bookmark />, nameVersion),
    ];
  }, [actions, live, toast, going]);
}
