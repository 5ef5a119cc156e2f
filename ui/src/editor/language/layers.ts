// The layers that the language server draws over code: colours by meaning, the other places of a name,
// and what the code leaves out.
import { type Extension, RangeSetBuilder, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, WidgetType } from "@codemirror/view";
import type { DocumentHighlight, InlayHint, SemanticTokens } from "vscode-languageserver-types";
import { preferences } from "../preferences.ts";
import { decorated } from "./decorated.ts";
import { at } from "./file.ts";
import { offsetAt, spanOf } from "./positions.ts";

/** Beyond this many characters the colours of the syntax have to do. */
const COLOURED = 400_000;

// By the index of the protocol's legend, which the server announces in its order. Empty: as the syntax has it.
// biome-ignore format: one row of names reads better
const CLASSES = [
  "tok-type", "tok-type", "tok-type", "tok-type", "tok-type", "tok-type", "tok-type", "", "", "",
  "tok-number", "tok-function", "", "tok-function", "tok-function",
];
const DEPRECATED = 1 << 4;
const marks = new Map<string, Decoration>();

function mark(classes: string): Decoration {
  const known = marks.get(classes) ?? Decoration.mark({ class: classes });
  marks.set(classes, known);
  return known;
}

/** Five numbers a token: lines and columns since the one before, length, type, modifiers. Pure. */
export function colours({ data }: SemanticTokens, text: Text): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let line = 0;
  let character = 0;
  for (let i = 0; i + 4 < data.length; i += 5) {
    const [lines = 0, columns = 0, length = 0, type = 0, modifiers = 0] = data.slice(i, i + 5);
    line += lines;
    character = lines > 0 ? columns : character + columns;
    const classes = [CLASSES[type] ?? "", modifiers & DEPRECATED ? "cm-finding-deprecated" : ""].filter(
      Boolean,
    );
    const from = offsetAt(text, { line, character });
    const to = offsetAt(text, { line, character: character + length });
    if (classes.length > 0 && to > from) builder.add(from, to, mark(classes.join(" ")));
  }
  return builder.finish();
}

const semantic = decorated<SemanticTokens>({
  method: "textDocument/semanticTokens/full",
  restMs: 300,
  params: (view) => (view.state.doc.length > COLOURED ? undefined : (_, textDocument) => ({ textDocument })),
  draw: colours,
});

const WRITTEN = 3;

const highlights = decorated<DocumentHighlight[]>({
  method: "textDocument/documentHighlight",
  restMs: 150,
  caret: true,
  params(view) {
    const { main } = view.state.selection;
    if (!view.hasFocus || !main.empty || !view.state.wordAt(main.head)) return undefined;
    return at(view.state.doc, main.head);
  },
  draw: (found, text) =>
    Decoration.set(
      found.flatMap(({ range, kind }) => {
        const { from, to } = spanOf(text, range);
        return to > from ? [mark(kind === WRITTEN ? "cm-name-written" : "cm-name-read").range(from, to)] : [];
      }),
      true,
    ),
});

class Hint extends WidgetType {
  constructor(readonly text: string) {
    super();
  }

  override eq(other: Hint): boolean {
    return other.text === this.text;
  }

  override toDOM(): HTMLElement {
    const dom = document.createElement("span");
    dom.className = "cm-inlay";
    dom.textContent = this.text;
    dom.setAttribute("aria-hidden", "true");
    return dom;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

function hint({ label, paddingLeft, paddingRight }: InlayHint): Hint {
  const text = typeof label === "string" ? label : label.map((part) => part.value).join("");
  return new Hint(`${paddingLeft ? " " : ""}${text}${paddingRight ? " " : ""}`);
}

const inlays = decorated<InlayHint[]>({
  method: "textDocument/inlayHint",
  restMs: 300,
  wanted: preferences.subscribe,
  params: (view) =>
    preferences.get().inlayHints && view.state.doc.length > 0
      ? (text, textDocument) => ({
          textDocument,
          range: { start: { line: 0, character: 0 }, end: { line: text.lines, character: 0 } },
        })
      : undefined,
  draw: (hints, text) =>
    Decoration.set(
      hints.map((h) => Decoration.widget({ widget: hint(h), side: 1 }).range(offsetAt(text, h.position))),
      true,
    ),
});

export const layersExtension: Extension = [semantic, highlights, inlays];
