// The parameters of the call that is being written.
import { completionStatus } from "@codemirror/autocomplete";
import { type Extension, Prec, StateEffect, StateField } from "@codemirror/state";
import { EditorView, keymap, showTooltip, type Tooltip, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { SignatureHelp, SignatureInformation } from "vscode-languageserver-types";
import { runOf } from "~/engine/state.ts";
import type { RunID } from "~/protocol/wire.ts";
import { askFile, at, type CodeFile, codeFile, readyFile } from "./file.ts";
import { codeBlock, documentation } from "./markdown.ts";

interface Shown {
  readonly help: SignatureHelp;
  readonly index: number;
  readonly tooltip: Tooltip;
}

const show = StateEffect.define<Pick<Shown, "help" | "index"> & { pos: number }>();
const hide = StateEffect.define<null>();

const signature = StateField.define<Shown | null>({
  create: () => null,
  update(value, tr) {
    for (const effect of tr.effects) {
      if (effect.is(hide)) return null;
      if (effect.is(show)) {
        const { help, index, pos } = effect.value;
        return { help, index, tooltip: { pos, above: true, create: () => ({ dom: card(help, index) }) } };
      }
    }
    if (!value || !tr.docChanged) return value;
    return { ...value, tooltip: { ...value.tooltip, pos: tr.changes.mapPos(value.tooltip.pos) } };
  },
  provide: (field) => showTooltip.from(field, (value) => value?.tooltip ?? null),
});

function card({ signatures, activeParameter }: SignatureHelp, index: number): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-signature";
  const chosen = signatures[index];
  if (!chosen) return dom;
  const line = document.createElement("div");
  line.className = "cm-signature-line";
  if (signatures.length > 1) {
    const count = document.createElement("span");
    count.className = "cm-signature-count";
    count.textContent = `${index + 1} of ${signatures.length}`;
    line.append(count);
  }
  const active = chosen.activeParameter ?? activeParameter ?? 0;
  line.append(labelled(chosen, active));
  dom.append(line);
  const about = chosen.parameters?.[active]?.documentation ?? chosen.documentation;
  if (about) dom.append(documentation(about));
  return dom;
}

/** A signature with the parameter that is being written in bold. */
function labelled({ label, parameters }: SignatureInformation, active: number): HTMLElement {
  const code = codeBlock(label);
  const wanted = parameters?.[active]?.label;
  if (wanted === undefined || wanted === null) return code;
  const from = typeof wanted === "string" ? label.indexOf(wanted) : wanted[0];
  const to = typeof wanted === "string" ? from + wanted.length : wanted[1];
  if (from < 0) return code;
  const dom = document.createElement("pre");
  const bold = document.createElement("b");
  bold.append(...codeBlock(label.slice(from, to)).childNodes);
  dom.append(...codeBlock(label.slice(0, from)).childNodes, bold, ...codeBlock(label.slice(to)).childNodes);
  return dom;
}

/** Asks for the call around the caret. It is shown if the editor still has the keyboard and was not run meanwhile. */
export async function showSignature(view: EditorView, signal?: AbortSignal): Promise<void> {
  const file = readyFile(view);
  if (!file) return;
  const { doc, selection } = view.state;
  const run = latestRun(file);
  const place = at(doc, selection.main.head);
  const told = await askFile<SignatureHelp | null>(
    file,
    "textDocument/signatureHelp",
    (text, document) => ({ ...place(text, document), context: { triggerKind: 1, isRetrigger: false } }),
    { signal },
  );
  if (signal?.aborted || !told.ok) return;
  const help = told.result;
  const wanted = view.hasFocus && latestRun(file) === run;
  if (!wanted || !help || help.signatures.length === 0) close(view);
  else
    view.dispatch({
      effects: show.of({ help, index: indexOf(view, help), pos: view.state.selection.main.head }),
    });
}

/** The overload that a person turned to, while it is the same call. */
function indexOf(view: EditorView, help: SignatureHelp): number {
  const shown = view.state.field(signature);
  const same = shown?.help.signatures[0]?.label === help.signatures[0]?.label;
  return shown && same ? shown.index : (help.activeSignature ?? 0);
}

function close(view: EditorView): boolean {
  if (!view.state.field(signature, false)) return false;
  view.dispatch({ effects: hide.of(null) });
  return true;
}

/** Turns to another overload. */
function turn(view: EditorView, step: number): boolean {
  const shown = view.state.field(signature);
  if (!shown || shown.help.signatures.length < 2 || completionStatus(view.state) === "active") return false;
  const { help, tooltip } = shown;
  const index = (shown.index + step + help.signatures.length) % help.signatures.length;
  view.dispatch({ effects: show.of({ help, index, pos: tooltip.pos }) });
  return true;
}

const latestRun = ({ language, cell }: CodeFile): RunID | undefined =>
  runOf(language.session.view.state, cell)?.id;

/** Closes what an editor shows as soon as its cell is run; returns what ends that. */
function closeAtRun(view: EditorView): () => void {
  const file = view.state.facet(codeFile);
  if (!file) return () => {};
  const run = latestRun(file);
  return file.language.session.subscribe(() => {
    if (latestRun(file) !== run) close(view);
  });
}

const OPENS = /[(,<]$/;

const follow = ViewPlugin.define((view) => {
  let asking = new AbortController();
  let shown = false;
  let stopWatching = () => {};
  const again = () => {
    asking.abort();
    asking = new AbortController();
    void showSignature(view, asking.signal);
  };
  return {
    update(update: ViewUpdate) {
      const open = update.state.field(signature) !== null;
      if (open !== shown) {
        shown = open;
        stopWatching();
        stopWatching = open ? closeAtRun(view) : () => {};
      }
      const typed = update.transactions.some(
        (tr) => tr.isUserEvent("input.type") || tr.isUserEvent("input.complete"),
      );
      const opens = typed && OPENS.test(lineBefore(update.view));
      if (opens || (open && (update.docChanged || update.selectionSet))) setTimeout(again);
    },
    destroy() {
      asking.abort();
      stopWatching();
    },
  };
});

function lineBefore({ state }: EditorView): string {
  const { head } = state.selection.main;
  return state.sliceDoc(Math.max(state.doc.lineAt(head).from, head - 2), head).replace(/[)\]}"'`>]$/, "");
}

/** The card is for the person who writes: it goes with the keyboard. */
const hideAtLeave = EditorView.focusChangeEffect.of((state, focused) =>
  !focused && state.field(signature, false) ? hide.of(null) : null,
);

export const signatureExtension: Extension = [
  signature,
  follow,
  hideAtLeave,
  Prec.high(
    keymap.of([
      { key: "Escape", run: (view) => completionStatus(view.state) === null && close(view) },
      { key: "ArrowUp", run: (view) => turn(view, -1) },
      { key: "ArrowDown", run: (view) => turn(view, 1) },
    ]),
  ),
];
