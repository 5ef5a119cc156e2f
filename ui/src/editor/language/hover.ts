// What a name is and what is wrong with it, where the pointer rests or on request.
import type { Extension } from "@codemirror/state";
import { activateHover, type EditorView, hoverTooltip, type Tooltip } from "@codemirror/view";
import type { Hover } from "vscode-languageserver-types";
import { failureAt } from "../failure.ts";
import { showActions } from "./actions.ts";
import { askFile, at, readyFile } from "./file.ts";
import { type Finding, findingsAt } from "./findings.ts";
import { installsOf } from "./installs.ts";
import { documentation } from "./markdown.ts";
import { type Span, spanOf } from "./positions.ts";

async function source(view: EditorView, pos: number): Promise<Tooltip | null> {
  const { doc } = view.state;
  const found = findingsAt(view.state, { from: pos, to: pos }).filter((f) => f.severity !== "hint");
  const about = await typeAt(view, pos);
  if (!view.state.doc.eq(doc)) return null;
  const failed = failureAt(view.state, pos);
  const spans = [...(about ? [about.span] : []), ...found, ...(failed ? [failed] : [])];
  const [first] = spans;
  if (!first) return null;
  return {
    pos: Math.min(...spans.map((s) => s.from), pos),
    end: Math.max(...spans.map((s) => s.to), pos),
    above: true,
    create: () => ({ dom: card(view, found, failed?.message, about?.dom) }),
  };
}

/** What the language server says of the name at a place. */
async function typeAt(view: EditorView, pos: number): Promise<{ dom: HTMLElement; span: Span } | undefined> {
  const file = readyFile(view);
  if (!file) return undefined;
  const told = await askFile<Hover | null>(file, "textDocument/hover", at(view.state.doc, pos));
  if (!told.ok || !told.result) return undefined;
  const { range, contents } = told.result;
  return { dom: documentation(contents), span: range ? spanOf(told.text, range) : { from: pos, to: pos } };
}

function card(
  view: EditorView,
  found: readonly Finding[],
  failed: string | undefined,
  about: HTMLElement | undefined,
): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-hover-card";
  if (failed !== undefined) {
    const line = document.createElement("p");
    line.className = "cm-hover-problem";
    line.textContent = failed;
    dom.append(line);
  }
  for (const finding of found) dom.append(problem(view, finding));
  if (about) dom.append(about);
  return dom;
}

/** A problem with what can be done about it. */
function problem(view: EditorView, finding: Finding): HTMLElement {
  const { diagnostic, severity } = finding;
  const dom = document.createElement("div");
  dom.className = `cm-hover-problem cm-hover-${severity}`;
  const text = document.createElement("p");
  text.textContent = diagnostic.message;
  const code = document.createElement("span");
  code.className = "cm-hover-code";
  code.textContent = ` ${diagnostic.source ?? "ts"}(${diagnostic.code ?? ""})`;
  text.append(code);
  const buttons = document.createElement("div");
  buttons.className = "cm-hover-actions";
  for (const { label, run } of installsOf(view, diagnostic)) buttons.append(button(label, run));
  if (readyFile(view))
    buttons.append(
      button("Quick fix", () => {
        view.focus();
        void showActions(view, finding);
      }),
    );
  dom.append(text, buttons);
  return dom;
}

function button(label: string, run: () => void): HTMLElement {
  const dom = document.createElement("button");
  dom.type = "button";
  dom.textContent = label;
  dom.addEventListener("click", run);
  return dom;
}

const hover = hoverTooltip(source, { hideOnChange: true, hoverTime: 350 });

export const hoverExtension: Extension = hover;

/** Shows what a resting pointer would, at the caret, until the caret moves. */
export function hoverAtCaret(view: EditorView): void {
  hoverAt(view, view.state.selection.main.head);
}

/** Shows what a resting pointer would at a place, until the caret moves. */
export function hoverAt(view: EditorView, pos: number): void {
  activateHover(view, pos, 1, {
    tooltip: hover,
    until: (tr) => tr.docChanged || tr.selection !== undefined,
  });
}
