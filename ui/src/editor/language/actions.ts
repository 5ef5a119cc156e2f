// Quick fixes and the organising of imports.
import type { EditorView } from "@codemirror/view";
import type { CodeAction, Command } from "vscode-languageserver-types";
import { applyEdit } from "./edits.ts";
import { askFile, type CodeFile, moved, type Params, readyFile, sayFault, type Told } from "./file.ts";
import { type Finding, findingsAt } from "./findings.ts";
import { installsOf } from "./installs.ts";
import { closePopup, openPopup } from "./popup.ts";
import { rangeOf, type Span } from "./positions.ts";

interface Choice {
  readonly label: string;
  readonly run: () => void;
}

type Actions = readonly (CodeAction | Command)[] | null;

/** Shows what can be done about a place: a problem, or the selection. */
export async function showActions(view: EditorView, about?: Finding): Promise<void> {
  const file = readyFile(view);
  if (!file) return;
  const { main } = view.state.selection;
  const span = about ?? main;
  const line = view.state.doc.lineAt(span.from);
  // Without a problem at the caret, those of its line are meant.
  const touching = findingsAt(view.state, span);
  const found = touching.length > 0 ? touching : findingsAt(view.state, line);
  const wanted = about ?? (touching.length > 0 ? main : (found[0] ?? main));
  const told = await askFile<Actions>(file, "textDocument/codeAction", asking(view, wanted, found));
  if (!told.ok) {
    sayFault(file, told);
    return;
  }
  const choices = [
    ...found.flatMap((f) => installsOf(view, f.diagnostic)),
    ...found.flatMap((f) => respellings(view, f)),
    ...(told.result ?? []).flatMap((action) => choiceOf(file, action, told)),
  ];
  openMenu(view, wanted.from, choices);
}

const MEANT = /Did you mean '([\p{L}\p{N}_$]+)'\?$/u;

/** What the message of a misspelt name says was meant. */
function respellings(view: EditorView, { diagnostic, from, to }: Finding): Choice[] {
  const meant = MEANT.exec(diagnostic.message)?.[1];
  if (!meant) return [];
  const { doc } = view.state;
  const run = () => {
    const changes = {
      from: moved(doc, view.state.doc, from),
      to: moved(doc, view.state.doc, to),
      insert: meant,
    };
    view.dispatch({ changes, userEvent: "input.language" });
    view.focus();
  };
  return [{ label: `Change the spelling to "${meant}"`, run }];
}

function asking(view: EditorView, span: Span, found: readonly Finding[]): Params {
  const { doc } = view.state;
  return (text, textDocument) => {
    const range = rangeOf(text, { from: moved(doc, text, span.from), to: moved(doc, text, span.to) });
    const diagnostics = found.map(({ diagnostic, from, to }) => ({
      ...diagnostic,
      range: rangeOf(text, { from: moved(doc, text, from), to: moved(doc, text, to) }),
    }));
    return { textDocument, range, context: { diagnostics, triggerKind: 1 } };
  };
}

function choiceOf(
  file: CodeFile,
  action: CodeAction | Command,
  told: Told<unknown> & { ok: true },
): Choice[] {
  if (!("edit" in action) || !action.edit) return [];
  const { edit, title } = action;
  const run = () => {
    const refusal = applyEdit(file, edit, told.versions);
    if (refusal) file.desk.host?.say(refusal, "bad");
    file.desk.view(file.cell)?.focus();
  };
  return [{ label: title, run }];
}

/** Sorts the imports of the file and removes those that are not used. */
export async function organiseImports(file: CodeFile): Promise<void> {
  const start = { line: 0, character: 0 };
  const told = await askFile<Actions>(file, "textDocument/codeAction", (_, textDocument) => ({
    textDocument,
    range: { start, end: start },
    context: { diagnostics: [], only: ["source.organizeImports"] },
  }));
  if (!told.ok) {
    sayFault(file, told);
    return;
  }
  const [choice] = (told.result ?? []).flatMap((action) => choiceOf(file, action, told));
  if (choice) choice.run();
  else file.desk.host?.say("The imports are in order");
}

function openMenu(view: EditorView, pos: number, choices: readonly Choice[]): void {
  const dom = document.createElement("div");
  dom.className = "cm-actions";
  if (choices.length === 0) {
    dom.append("No quick fix here");
    dom.tabIndex = -1;
    openPopup(view, pos, dom, () => dom.focus());
    return;
  }
  dom.role = "menu";
  dom.ariaLabel = "Quick fixes";
  const items = choices.map((choice) => menuItem(view, choice));
  dom.append(...items);
  dom.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const present = items.findIndex((item) => item.matches(":focus"));
    items[(present + step + items.length) % items.length]?.focus();
  });
  openPopup(view, pos, dom, () => items[0]?.focus());
}

function menuItem(view: EditorView, { label, run }: Choice): HTMLElement {
  const item = document.createElement("button");
  item.type = "button";
  item.role = "menuitem";
  item.textContent = label;
  item.addEventListener("click", () => {
    closePopup(view);
    run();
  });
  return item;
}
