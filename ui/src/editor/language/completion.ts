// Completion by the language server. While it is not there, the words of the file itself are offered.
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  pickedCompletion,
  snippet,
} from "@codemirror/autocomplete";
import { localCompletionSource } from "@codemirror/lang-javascript";
import { syntaxTree } from "@codemirror/language";
import { type ChangeSpec, EditorSelection, type Extension, type Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type {
  CompletionItem,
  CompletionList,
  InsertReplaceEdit,
  TextEdit,
} from "vscode-languageserver-types";
import { diff } from "~/engine/diff.ts";
import { askFile, at, type CodeFile, type Params, readyFile } from "./file.ts";
import { codeBlock, documentation } from "./markdown.ts";
import { changesOf, offsetAt } from "./positions.ts";

const WORD = /[\p{L}\p{N}_$]+/u;
const WHOLE_WORD = /^[\p{L}\p{N}_$]*$/u;
const TRIGGERS = new Set([".", '"', "'", "`", "/", "@", "<", "#"]);
/** How long an accepted completion waits for its import, so that both are one step to take back. */
const IMPORT_WAIT_MS = 600;

const source: CompletionSource = async (context) => {
  const file = context.view && readyFile(context.view);
  if (!file) return localCompletionSource(context);
  const word = context.matchBefore(WORD);
  const before = context.state.sliceDoc(context.pos - 1, context.pos);
  const triggered = !word && TRIGGERS.has(before);
  if (!context.explicit && !word && !triggered) return null;
  if (!context.explicit && (inComment(context) || /^\d/.test(word?.text ?? ""))) return null;
  const told = await askFile<CompletionList | CompletionItem[] | null>(
    file,
    "textDocument/completion",
    placeOf(context, triggered ? before : undefined),
    { signal: signalOf(context) },
  );
  if (!told.ok || !told.result) return null;
  const list = Array.isArray(told.result) ? { isIncomplete: false, items: told.result } : told.result;
  return list.items.length === 0 ? null : resultOf(file, list, told.text, context, word?.from ?? context.pos);
};

function inComment(context: CompletionContext): boolean {
  return /Comment/.test(syntaxTree(context.state).resolveInner(context.pos, -1).name);
}

/** The place of a completion in the text as it is when the question is sent. */
function placeOf(context: CompletionContext, triggerCharacter: string | undefined) {
  const { doc } = context.state;
  const place = at(doc, context.pos);
  const how = triggerCharacter ? { triggerKind: 2, triggerCharacter } : { triggerKind: 1 };
  const params: Params = (text, document) => ({ ...place(text, document), context: how });
  return params;
}

function signalOf(context: CompletionContext): AbortSignal {
  const abort = new AbortController();
  context.addEventListener("abort", () => abort.abort());
  return abort.signal;
}

function resultOf(
  file: CodeFile,
  { items, itemDefaults, isIncomplete }: CompletionList,
  text: Text,
  context: CompletionContext,
  wordStart: number,
): CompletionResult {
  const common = editStart(itemDefaults?.editRange, text);
  const from = Math.min(common ?? wordStart, context.pos);
  const options = items.map((item) => optionOf(file, item, text, from, context.view));
  return {
    from,
    options,
    ...(itemDefaults?.commitCharacters ? { commitCharacters: itemDefaults.commitCharacters } : {}),
    ...(isIncomplete ? {} : { validFor: WHOLE_WORD }),
  };
}

type EditRange = NonNullable<NonNullable<CompletionList["itemDefaults"]>["editRange"]>;

function editStart(range: EditRange | undefined, text: Text): number | undefined {
  if (!range) return undefined;
  return offsetAt(text, ("insert" in range ? range.insert : range).start);
}

/** Kinds of the protocol as the icons of the list; the index is the kind. */
// biome-ignore format: one row of names reads better
const KINDS = [
  "text", "text", "method", "function", "class", "property", "variable", "class", "interface", "namespace",
  "property", "text", "constant", "enum", "keyword", "text", "text", "text", "text", "text", "enum", "constant",
  "class", "function", "keyword", "type",
];

function optionOf(
  file: CodeFile,
  item: CompletionItem,
  text: Text,
  from: number,
  view: EditorView | undefined,
): Completion {
  const edit = item.textEdit;
  const start = edit ? offsetAt(text, rangeStart(edit)) : from;
  const insert = edit?.newText ?? item.insertText ?? item.label;
  const importing = item.labelDetails?.description ?? "";
  const full = new Lazy(() => resolve(file, item));
  return {
    // What is typed is matched without the signs that the edit may begin with.
    label: (item.filterText ?? item.label).replace(/^[.?]+(?=.)/, ""),
    displayLabel: item.label,
    detail: importing || (item.labelDetails?.detail ?? ""),
    type: `${KINDS[item.kind ?? 1] ?? "text"}${item.tags?.includes(1) ? " deprecated" : ""}`,
    boost: boostOf(item),
    ...(item.sortText ? { sortText: item.sortText + item.label } : {}),
    ...(item.commitCharacters ? { commitCharacters: item.commitCharacters } : {}),
    info: () => infoOf(view, full),
    apply: (editor, completion, begin, to) => {
      const first = Math.max(0, begin + start - from);
      const plan = { completion, from: first, to, insert, isSnippet: item.insertTextFormat === 2 };
      if (importing === "" && !item.additionalTextEdits) insertNow(editor, plan, []);
      else void insertWithImport(editor, plan, full);
    },
  };
}

function rangeStart(edit: TextEdit | InsertReplaceEdit) {
  return ("insert" in edit ? edit.insert : edit.range).start;
}

/** The server's order: what is near first, then globals, imports and what is deprecated last. */
function boostOf({ sortText = "15" }: CompletionItem): number {
  const rank = Number.parseInt(sortText, 10);
  if (Number.isNaN(rank)) return sortText.startsWith("z") ? -50 : 0;
  return Math.max(-50, Math.min(50, (15 - rank) * 8));
}

class Lazy<T> {
  private made: Promise<T> | undefined;

  constructor(private readonly make: () => Promise<T>) {}

  get value(): Promise<T> {
    this.made ??= this.make();
    return this.made;
  }
}

/** An item with what the list leaves out, and the text that its edits are about. */
interface Resolved {
  readonly item: CompletionItem;
  readonly text?: Text;
}

async function resolve(file: CodeFile, item: CompletionItem): Promise<Resolved> {
  const told = await askFile<CompletionItem>(file, "completionItem/resolve", () => item);
  return told.ok ? { item: { ...item, ...told.result }, text: told.text } : { item };
}

/** The card of a completion, which fills when its item was resolved. */
function infoOf(view: EditorView | undefined, full: Lazy<Resolved>): Node {
  const dom = document.createElement("div");
  dom.className = "cm-docs";
  void full.value.then(({ item }) => {
    if (item.detail) dom.append(detailOf(item.detail));
    if (item.documentation) dom.append(...documentation(item.documentation).childNodes);
    view?.requestMeasure();
  });
  return dom;
}

/** The type of a completion; what adds an import says so in words first. */
function detailOf(detail: string): Node {
  const [, words, code] = /^((?:Add import|Update import)[^\n]*)\n?([\s\S]*)$/.exec(detail) ?? [
    undefined,
    "",
    detail,
  ];
  const part = document.createDocumentFragment();
  if (words) {
    const line = document.createElement("p");
    line.textContent = words;
    part.append(line);
  }
  if (code) part.append(codeBlock(code));
  return part;
}

interface Plan {
  readonly completion: Completion;
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly isSnippet: boolean;
}

function insertNow(view: EditorView, plan: Plan, further: ChangeSpec[]): void {
  const { completion, from, to, insert, isSnippet } = plan;
  if (isSnippet && further.length === 0) {
    snippet(insert.replace(/\$(\d+)/g, "$${$1}"))(view, completion, from, to);
    return;
  }
  const plain = isSnippet ? insert.replace(/\$\{\d+:?([^}]*)\}|\$\d+/g, "$1") : insert;
  const changes = view.state.changes([{ from, to, insert: plain }, ...further]);
  view.dispatch({
    changes,
    selection: EditorSelection.cursor(changes.mapPos(to, 1)),
    scrollIntoView: true,
    userEvent: "input.complete",
    annotations: pickedCompletion.of(completion),
  });
}

/** Inserts what was chosen together with its import. When that is slow, the import comes after. */
async function insertWithImport(view: EditorView, plan: Plan, full: Lazy<Resolved>): Promise<void> {
  const start = view.state.doc;
  const late = new Promise<undefined>((done) => setTimeout(done, IMPORT_WAIT_MS, undefined));
  const resolved = await Promise.race([full.value, late]);
  const since = diff(start, view.state.doc);
  const moved = { ...plan, from: since.mapPos(plan.from, -1), to: since.mapPos(plan.to, -1) };
  insertNow(view, moved, resolved ? importsOf(resolved, view.state.doc) : []);
  if (resolved) return;
  const imports = importsOf(await full.value, view.state.doc);
  view.dispatch({ changes: imports, userEvent: "input.complete" });
}

function importsOf({ item, text }: Resolved, doc: Text): ChangeSpec[] {
  const edits = item.additionalTextEdits;
  if (!edits || edits.length === 0 || !text) return [];
  const changes = changesOf(text, edits);
  return [text.eq(doc) ? changes : changes.map(diff(text, doc))];
}

export const completionExtension: Extension = autocompletion({
  override: [source],
  activateOnTypingDelay: 30,
  tooltipClass: () => "cm-language-completions",
  optionClass: ({ type }) => (type?.includes("deprecated") ? "cm-completion-deprecated" : ""),
  addToOptions: [{ position: 20, render: ({ type }) => kindMark(type ?? "text") }],
});

// biome-ignore format: one row of names reads better
const LETTERS: Record<string, string> = {
  method: "m", function: "f", class: "C", property: "p", variable: "v", interface: "I", namespace: "N",
  constant: "c", enum: "E", keyword: "k", type: "T", text: "·",
};

function kindMark(type: string): Node {
  const kind = type.split(" ")[0] ?? "text";
  const mark = document.createElement("span");
  mark.className = `cm-kind cm-kind-${kind}`;
  mark.textContent = LETTERS[kind] ?? "·";
  mark.setAttribute("aria-hidden", "true");
  return mark;
}
