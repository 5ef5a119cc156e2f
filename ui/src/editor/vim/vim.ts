// Vim's keys in editors: its modes, and where they meet the notebook around them.
import { closeCompletion } from "@codemirror/autocomplete";
import { type Extension, Prec } from "@codemirror/state";
import { EditorView, runScopeHandlers, ViewPlugin } from "@codemirror/view";
import { CodeMirror, getCM, Vim, vim } from "@replit/codemirror-vim";
import { firstKeys } from "../first-keys.ts";
import { pressUsual } from "../usual-keys.ts";
import { vimHost } from "./host.ts";
import "./vim.css";

type Modal = NonNullable<ReturnType<typeof getCM>>;

/** Keys that Vim's normal mode has with Control, and pages hand over. */
const CONTROL = /^[abdefioruvxy]$/;

/** The keys of Vim for an editor. */
export function vimKeys(): Extension {
  prepare();
  return [
    firstKeys.of(
      (event, view) => event.ctrlKey && isBare(event) && CONTROL.test(event.key) && !inserts(view),
    ),
    Prec.highest(EditorView.domEventHandlers({ keydown: (event, view) => before(event, view) })),
    vim(),
    modeTold,
  ];
}

const isBare = (event: KeyboardEvent) => !event.metaKey && !event.altKey && !event.shiftKey;

const stateOf = (view: EditorView) => getCM(view)?.state.vim;

const inserts = (view: EditorView) => stateOf(view)?.insertMode === true;

/** Whether Vim waits for the rest of what was begun, such as the line of d. */
function isPending(view: EditorView): boolean {
  const state = stateOf(view)?.inputState;
  return (
    state !== undefined &&
    (Boolean(state.operator) || state.keyBuffer.length > 0 || state.prefixRepeat.length > 0)
  );
}

/** What an editor in a notebook does before Vim: reports whether that was all. */
function before(event: KeyboardEvent, view: EditorView): boolean {
  const state = stateOf(view);
  if (!state || event.ctrlKey || !isBare(event)) return false;
  if (event.key === "Escape") {
    closeCompletion(view);
    if (state.insertMode || state.visualMode) return false;
    // Escape gives up what was begun, and only then leaves the editor.
    const cm = getCM(view);
    if (cm && isPending(view)) Vim.handleKey(cm, "<Esc>", "user");
    else press(view, "Escape");
    return true;
  }
  if (state.insertMode || state.visualMode || isPending(view)) return false;
  if (event.key === "j" || event.key === "ArrowDown") return goOut(view, "ArrowDown");
  if (event.key === "k" || event.key === "ArrowUp") return goOut(view, "ArrowUp");
  return false;
}

/** Leaves at the top or at the bottom of the text, as the arrows do without Vim. */
function goOut(view: EditorView, key: "ArrowUp" | "ArrowDown"): boolean {
  const { doc, selection } = view.state;
  const line = doc.lineAt(selection.main.head).number;
  if (line !== (key === "ArrowUp" ? 1 : doc.lines)) return false;
  const end = key === "ArrowUp" ? 0 : doc.length;
  view.dispatch({ selection: { anchor: end } });
  return press(view, key);
}

const press = (view: EditorView, key: string) =>
  runScopeHandlers(view, new KeyboardEvent("keydown", { key }), "editor");

/** Tells of the mode of the editor that has the keyboard. */
const modeTold = ViewPlugin.define((view) => {
  const cm = getCM(view);
  const tell = () => {
    if (view.hasFocus) vimHost.setMode(modeOf(view));
  };
  const quiet = () => vimHost.setMode(undefined);
  cm?.on("vim-mode-change", tell);
  view.contentDOM.addEventListener("focus", tell);
  view.contentDOM.addEventListener("blur", quiet);
  tell();
  return {
    destroy() {
      cm?.off("vim-mode-change", tell);
      view.contentDOM.removeEventListener("focus", tell);
      view.contentDOM.removeEventListener("blur", quiet);
      quiet();
    },
  };
});

function modeOf(view: EditorView): string {
  const state = stateOf(view);
  if (state?.insertMode) return getCM(view)?.state.overwrite ? "Replace" : "Insert";
  if (!state?.visualMode) return "Normal";
  return state.visualLine ? "Visual line" : state.visualBlock ? "Visual block" : "Visual";
}

let prepared = false;

/** Vim's own commands are the same for all editors. */
function prepare(): void {
  if (prepared) return;
  prepared = true;
  // Changes of several cells are taken back as one, and those of others never.
  CodeMirror.commands.undo = (cm: Modal) => pressUsual(cm.cm6, "Mod-z");
  CodeMirror.commands.redo = (cm: Modal) => pressUsual(cm.cm6, "Mod-Shift-z");
  Vim.defineEx("write", "w", (_cm: Modal, params: { argString?: string }) =>
    vimHost.write(params.argString?.trim() || undefined),
  );
  const leave = (cm: Modal) => {
    press(cm.cm6, "Escape");
  };
  Vim.defineEx("quit", "q", leave);
  Vim.defineEx("wq", "wq", leave);
  Vim.defineEx("xit", "x", leave);
}
