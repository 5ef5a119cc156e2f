import { startCompletion } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { Braces, CircleAlert, CornerDownRight, ListTree, PencilLine, Wand2 } from "lucide-react";
import { useMemo } from "react";
import { organiseImports, showActions } from "~/editor/language/actions.ts";
import type { Desk } from "~/editor/language/desk.ts";
import { type CodeFile, codeFile } from "~/editor/language/file.ts";
import { format } from "~/editor/language/format.ts";
import { hoverAt, hoverAtCaret } from "~/editor/language/hover.ts";
import { findReferences, goTo } from "~/editor/language/navigate.ts";
import { neighbour } from "~/editor/language/problems.ts";
import { startRename } from "~/editor/language/rename.ts";
import { showSignature } from "~/editor/language/signature.ts";
import { preferences } from "~/editor/preferences.ts";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { useRestart } from "./LanguageItem.tsx";

/** Offers what the language server can do to the keyboard, the palette and the help sheet. */
export function useLanguageCommands(desk: Desk, showPanel: (tab: string) => void): void {
  const { mutate: restart } = useRestart();
  const commands = useMemo(
    () => [...editorCommands(desk), ...problemCommands(desk, showPanel), ...switches(restart)],
    [desk, showPanel, restart],
  );
  useCommands(commands);
}

function command(
  name: string,
  label: string,
  keys: string[],
  run: () => void,
  more: Partial<Command> = {},
): Command {
  return { name: `code.${name}`, label, group: "Code", keys, run, ...more };
}

/** What is done at the caret. */
function editorCommands(desk: Desk): Command[] {
  const withView = (act: (view: EditorView) => unknown) => () => {
    if (desk.active) void act(desk.active);
    else desk.host?.say("Put the caret into a code cell first");
  };
  const withFile = (act: (file: CodeFile) => unknown) =>
    withView((view) => {
      const file = view.state.facet(codeFile);
      if (file) act(file);
    });
  const going = { icon: <CornerDownRight /> };
  return [
    command(
      "definition",
      "Go to the definition",
      ["F12"],
      withView((v) => goTo(v, "definition")),
      going,
    ),
    command(
      "type",
      "Go to the type's definition",
      [],
      withView((v) => goTo(v, "typeDefinition")),
      going,
    ),
    command(
      "implementation",
      "Go to implementations",
      ["Mod-F12"],
      withView((v) => goTo(v, "implementation")),
      going,
    ),
    command("references", "Find all references", ["Shift-F12"], withView(findReferences), {
      icon: <ListTree />,
    }),
    command("rename", "Rename the symbol", ["F2"], withView(startRename), { icon: <PencilLine /> }),
    command(
      "fix",
      "Show quick fixes",
      ["Mod-."],
      withView((v) => showActions(v)),
      { icon: <Wand2 /> },
    ),
    command("organise", "Organise imports", ["Shift-Alt-o"], withFile(organiseImports), {
      search: "sort organize",
    }),
    command("format", "Format the cell", ["Shift-Alt-f"], withFile(format), {
      icon: <Braces />,
      search: "prettier layout",
    }),
    command("hover", "Show the type at the caret", ["Shift-F1"], withView(hoverAtCaret), {
      search: "hover docs",
    }),
    command(
      "signature",
      "Show the parameters",
      ["Mod-Shift- "],
      withView((v) => showSignature(v)),
      {
        search: "signature help",
      },
    ),
    command("complete", "Suggest completions", [], withView(startCompletion), { search: "autocomplete" }),
  ];
}

/** The time until a cell that was far away is on screen. */
const READING_MS = 150;

function problemCommands(desk: Desk, showPanel: (tab: string) => void): Command[] {
  const go = (step: 1 | -1) => () => {
    const view = desk.active;
    const cell = view?.state.facet(codeFile)?.cell;
    const problem = neighbour(desk.language, { cell, offset: view?.state.selection.main.from ?? 0 }, step);
    if (!problem) {
      desk.host?.say("No problems");
      return;
    }
    desk.host?.showCell(problem.cell, problem);
    setTimeout(() => {
      const shown = desk.view(problem.cell);
      if (shown?.hasFocus) hoverAt(shown, problem.from);
    }, READING_MS);
  };
  const icon = <CircleAlert />;
  return [
    command("next-problem", "Go to the next problem", ["F8"], go(1), { icon }),
    command("previous-problem", "Go to the previous problem", ["Shift-F8"], go(-1), { icon }),
    command("problems", "Show problems", ["Mod-Shift-m"], () => showPanel("problems"), { icon }),
  ];
}

function switches(restart: () => void): Command[] {
  const toggle = (key: "errorLens" | "inlayHints") => () =>
    preferences.change({ [key]: !preferences.get()[key] });
  return [
    command("inlay-hints", "Show or hide inlay hints", [], toggle("inlayHints")),
    command("error-lens", "Show or hide problems at the end of lines", [], toggle("errorLens")),
    command("restart", "Restart the language service", [], restart, { search: "typescript server" }),
  ];
}
