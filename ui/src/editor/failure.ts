// The place where the last run of a cell failed, marked in its code.
import { type EditorState, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";

/** A place in the code that failed. Line and column count from 1. */
export interface CodeProblem {
  readonly line: number;
  readonly column?: number | undefined;
  readonly message: string;
}

const change = StateEffect.define<CodeProblem | undefined>();

/** Marks the place that failed, or nothing. */
export const failure = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, tr) {
    for (const effect of tr.effects) if (effect.is(change)) return marked(tr.state.doc, effect.value);
    return marks.map(tr.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Shows where a run failed, until something else is shown. */
export function showFailure(view: EditorView, problem: CodeProblem | undefined): void {
  if (problem || view.state.field(failure).size > 0) view.dispatch({ effects: change.of(problem) });
}

/** The failure that an editor shows at an offset. */
export function failureAt(
  state: EditorState,
  offset: number,
): { from: number; to: number; message: string } | undefined {
  let found: { from: number; to: number; message: string } | undefined;
  state.field(failure, false)?.between(offset, offset, (from, to, mark) => {
    found = { from, to, message: String(mark.spec.message) };
  });
  return found;
}

function marked(doc: Text, problem: CodeProblem | undefined): DecorationSet {
  if (!problem) return Decoration.none;
  const line = doc.line(Math.min(Math.max(problem.line, 1), doc.lines));
  const from = Math.min(line.from + Math.max((problem.column ?? 1) - 1, 0), line.to);
  const word = /^(?:[\w$]+|(["'`]).*?\1)/.exec(line.text.slice(from - line.from))?.[0].length ?? 0;
  const to = Math.max(from + word, Math.min(from + 1, line.to));
  if (to === from) return Decoration.none;
  return Decoration.set(Decoration.mark({ class: "cm-failure", message: problem.message }).range(from, to));
}
