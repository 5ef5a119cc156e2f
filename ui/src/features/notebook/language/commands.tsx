import { startCompletion } from "@codemirror/autocomplete";
import type { EditorView } from "@codemirror/view";
import { Braces, CircleAlert, CornerDownRight, ListTree, PencilLine, Wand2 } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { codeCommands } from "~/commands/code.ts";
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

function command(name: keyof typeof codeCommands, run: () => void, icon?: ReactNode): Command {
  return { ...codeCommands[name], run, ...(icon ? { icon } : {}) };
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
  const going = <CornerDownRight />;
  return [
    command(
      "code.definition",
      withView((v) => goTo(v, "definition")),
      going,
    ),
    command(
      "code.type",
      withView((v) => goTo(v, "typeDefinition")),
      going,
    ),
    command(
      "code.implementation",
      withView((v) => goTo(v, "implementation")),
      going,
    ),
    command("code.references", withView(findReferences), <ListTree />),
    command("code.rename", withView(startRename), <PencilLine />),
    command(
      "code.fix",
      withView((v) => showActions(v)),
      <Wand2 />,
    ),
    command("code.organise", withFile(organiseImports)),
    command("code.format", withFile(format), <Braces />),
    command("code.hover", withView(hoverAtCaret)),
    command(
      "code.signature",
      withView((v) => showSignature(v)),
    ),
    command("code.complete", withView(startCompletion)),
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
    command("code.next-problem", go(1), icon),
    command("code.previous-problem", go(-1), icon),
    command("code.problems", () => showPanel("problems"), icon),
  ];
}

function switches(restart: () => void): Command[] {
  const toggle = (key: "errorLens" | "inlayHints" | "vim") => () =>
    preferences.change({ [key]: !preferences.get()[key] });
  return [
    command("code.inlay-hints", toggle("inlayHints")),
    command("code.error-lens", toggle("errorLens")),
    command("code.vim", toggle("vim")),
    command("code.restart", restart),
  ];
}
