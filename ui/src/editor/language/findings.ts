// The diagnostics of a cell in its editor: squiggles, the coloured line number, and the message at the
// end of the line.
import {
  type EditorState,
  type Extension,
  type RangeSet,
  RangeSetBuilder,
  StateEffect,
  StateField,
  type Text,
} from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutterLineClass,
  ViewPlugin,
  WidgetType,
} from "@codemirror/view";
import { diff } from "~/engine/diff.ts";
import type { Checked } from "~/live/language.ts";
import type { Diagnostic } from "~/protocol/wire.ts";
import { preferences } from "../preferences.ts";
import { type CodeFile, codeFile } from "./file.ts";
import { type Span, spanOf } from "./positions.ts";

export type Severity = "error" | "warning" | "info" | "hint";

/** A diagnostic at its place in the present text. */
export interface Finding extends Span {
  readonly severity: Severity;
  readonly diagnostic: Diagnostic;
}

interface Findings {
  readonly all: readonly Finding[];
  readonly marks: DecorationSet;
  readonly lens: DecorationSet;
  readonly gutter: RangeSet<GutterMarker>;
}

const SEVERITIES: readonly Severity[] = ["error", "error", "warning", "info", "hint"];

export const severityOf = (d: Diagnostic): Severity => SEVERITIES[d.severity] ?? "hint";

const replace = StateEffect.define<readonly Finding[]>();
const redraw = StateEffect.define<null>();

const findings = StateField.define<Findings>({
  create: (state) => drawn(state.doc, present(state.facet(codeFile), state.doc)),
  update(value, tr) {
    for (const effect of tr.effects) {
      if (effect.is(replace)) return drawn(tr.state.doc, effect.value);
      if (effect.is(redraw)) return drawn(tr.state.doc, value.all);
    }
    if (!tr.docChanged) return value;
    const all = value.all.map((f) => {
      const from = tr.changes.mapPos(f.from, 1);
      return { ...f, from, to: Math.max(from, tr.changes.mapPos(f.to, -1)) };
    });
    return {
      all,
      marks: value.marks.map(tr.changes),
      lens: value.lens.map(tr.changes),
      gutter: value.gutter.map(tr.changes),
    };
  },
  provide: (field) => [
    EditorView.decorations.from(field, (value) => value.marks),
    EditorView.decorations.from(field, (value) => value.lens),
    gutterLineClass.from(field, (value) => value.gutter),
  ],
});

/** The findings of an editor that touch a span. */
export function findingsAt(state: EditorState, { from, to }: Span): readonly Finding[] {
  return (state.field(findings, false)?.all ?? []).filter((f) => f.from <= to && f.to >= from);
}

/** What was last said of a cell, at its places in a text. */
function present(file: CodeFile | undefined, text: Text): readonly Finding[] {
  const checked = file?.language.check(file.cell);
  return checked ? located(checked, text) : [];
}

/** Diagnostics at their places in a text that may have moved on. Pure. */
export function located({ items, text: about }: Checked, text: Text): readonly Finding[] {
  const since = about.eq(text) ? undefined : diff(about, text);
  return items.map((diagnostic) => {
    const span = spanOf(about, diagnostic.range);
    const from = since ? since.mapPos(span.from, 1) : span.from;
    const to = Math.max(from, since ? since.mapPos(span.to, -1) : span.to);
    return { from, to, severity: severityOf(diagnostic), diagnostic };
  });
}

const MARKS: Record<Severity, Decoration> = {
  error: Decoration.mark({ class: "cm-finding cm-finding-error" }),
  warning: Decoration.mark({ class: "cm-finding cm-finding-warning" }),
  info: Decoration.mark({ class: "cm-finding cm-finding-info" }),
  hint: Decoration.mark({ class: "cm-finding cm-finding-hint" }),
};
const UNNECESSARY_TAG = 1;
const DEPRECATED_TAG = 2;
const UNUSED = Decoration.mark({ class: "cm-finding-unused" });
const DEPRECATED = Decoration.mark({ class: "cm-finding-deprecated" });

class LineMark extends GutterMarker {
  constructor(override readonly elementClass: string) {
    super();
  }
}
const LINES = { error: new LineMark("cm-line-error"), warning: new LineMark("cm-line-warning") };

class Lens extends WidgetType {
  constructor(
    readonly text: string,
    readonly severity: Severity,
  ) {
    super();
  }

  override eq(other: Lens): boolean {
    return other.text === this.text && other.severity === this.severity;
  }

  override toDOM(): HTMLElement {
    const dom = document.createElement("span");
    dom.className = `cm-lens cm-lens-${this.severity}`;
    dom.title = this.text; // for what is cut off at the edge of the cell
    const line = document.createElement("span");
    line.textContent = this.text.split("\n", 1)[0] ?? "";
    dom.append(line);
    // The problems are read from the panel and the hover; in the text they would be in the way.
    dom.setAttribute("aria-hidden", "true");
    return dom;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

function drawn(text: Text, unsorted: readonly Finding[]): Findings {
  const all = [...unsorted].sort((a, b) => a.from - b.from || a.to - b.to);
  const marks = all.flatMap((f) => {
    const { from, to } = visible(f, text);
    return to > from ? [markOf(f).range(from, to)] : [];
  });
  const lines = worstOfLines(text, all);
  const gutter = new RangeSetBuilder<GutterMarker>();
  const lens: ReturnType<Decoration["range"]>[] = [];
  for (const [number, finding] of lines) {
    const line = text.line(number);
    gutter.add(line.from, line.from, finding.severity === "error" ? LINES.error : LINES.warning);
    const widget = new Lens(finding.diagnostic.message, finding.severity);
    lens.push(Decoration.widget({ widget, side: 1_000 }).range(line.to));
  }
  return {
    all,
    marks: Decoration.set(marks, true),
    lens: preferences.get().errorLens ? Decoration.set(lens) : Decoration.none,
    gutter: gutter.finish(),
  };
}

function markOf({ diagnostic, severity }: Finding): Decoration {
  if (diagnostic.tags?.includes(DEPRECATED_TAG)) return DEPRECATED;
  if (diagnostic.tags?.includes(UNNECESSARY_TAG)) return UNUSED;
  return MARKS[severity];
}

/** A span that can be seen: an empty one takes a neighbour in, where there is one. */
function visible({ from, to }: Span, text: Text): Span {
  if (to > from) return { from, to };
  const line = text.lineAt(Math.min(from, text.length));
  if (from < line.to) return { from, to: from + 1 };
  if (line.length > 0) return { from: line.to - 1, to: line.to };
  return { from: line.from, to: Math.min(line.from + 1, text.length) };
}

/** The first of the worst errors and warnings of each line, from top to bottom. */
function worstOfLines(text: Text, all: readonly Finding[]): Map<number, Finding> {
  const worst = new Map<number, Finding>();
  for (const finding of all) {
    if (finding.severity !== "error" && finding.severity !== "warning") continue;
    const { number } = text.lineAt(Math.min(finding.from, text.length));
    const known = worst.get(number);
    if (!known || (known.severity === "warning" && finding.severity === "error")) worst.set(number, finding);
  }
  return worst;
}

const follow = ViewPlugin.define((view) => {
  const file = view.state.facet(codeFile);
  let shown = file?.language.check(file.cell);
  const look = () => {
    const checked = file?.language.check(file.cell);
    // A change of the text's nodes would end a composition.
    if (!checked || checked === shown || view.composing) return;
    shown = checked;
    view.dispatch({ effects: replace.of(located(checked, view.state.doc)) });
  };
  const unlisten = file?.language.subscribe(look);
  const forget = preferences.subscribe(() => view.dispatch({ effects: redraw.of(null) }));
  const composed = () => setTimeout(look);
  view.contentDOM.addEventListener("compositionend", composed);
  return {
    destroy() {
      unlisten?.();
      forget();
      view.contentDOM.removeEventListener("compositionend", composed);
    },
  };
});

export const findingsExtension: Extension = [findings, follow];
