// What the language server adds to the looks of a file: it is asked for after the text has rested, and
// what it said keeps its place while the text changes.
import { type Extension, Prec, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { diff } from "~/engine/diff.ts";
import { askFile, type CodeFile, codeFile, type Params } from "./file.ts";

export interface Layer<T> {
  readonly method: string;
  /** How long the text, or the caret, has to rest. */
  readonly restMs: number;
  /** Is asked when the caret moves, not only when the text changes. */
  readonly caret?: boolean;
  params(view: EditorView): Params | undefined;
  /** The decorations of an answer, at the places of its text. */
  draw(result: T, text: Text): DecorationSet;
  /** Follows what else changes whether the layer is wanted. */
  wanted?(changed: () => void): () => void;
}

/** A layer of decorations that follows a file. */
export function decorated<T>(layer: Layer<T>): Extension {
  const replace = StateEffect.define<DecorationSet>();
  const field = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(value, tr) {
      for (const effect of tr.effects) if (effect.is(replace)) return effect.value;
      return tr.docChanged ? value.map(tr.changes) : value;
    },
    // Inside of the colours of the syntax, which it corrects.
    provide: (f) => Prec.highest(EditorView.decorations.from(f)),
  });
  const show = (view: EditorView, set: DecorationSet) => {
    if (set.size > 0 || view.state.field(field).size > 0) view.dispatch({ effects: replace.of(set) });
  };
  const follow = ViewPlugin.define((view) => new Follower(view, layer, show));
  return [field, follow];
}

class Follower<T> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking = new AbortController();
  private state: string | undefined;
  private checked: unknown;
  private readonly file: CodeFile | undefined;
  private readonly endings: (() => void)[] = [];

  constructor(
    private readonly view: EditorView,
    private readonly layer: Layer<T>,
    private readonly show: (view: EditorView, set: DecorationSet) => void,
  ) {
    this.file = view.state.facet(codeFile);
    const unlisten = this.file?.language.subscribe(() => this.noticed());
    if (unlisten) this.endings.push(unlisten);
    const unfollow = layer.wanted?.(() => this.rest(0));
    if (unfollow) this.endings.push(unfollow);
    this.rest(0);
  }

  update(update: ViewUpdate): void {
    if (update.docChanged || (this.layer.caret && (update.selectionSet || update.focusChanged))) this.rest();
  }

  destroy(): void {
    clearTimeout(this.timer);
    this.asking.abort();
    for (const end of this.endings) end();
  }

  /** The server became ready, or looked at the file anew, as after a change of another cell. */
  private noticed(): void {
    const { file } = this;
    if (!file || this.layer.caret) return;
    const { state } = file.language.status;
    const checked = file.language.check(file.cell);
    if (state === this.state && checked === this.checked) return;
    this.state = state;
    this.checked = checked;
    if (state === "ready") this.rest();
  }

  private rest(ms = this.layer.restMs): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), ms);
  }

  private async ask(): Promise<void> {
    const { file, layer, view } = this;
    this.asking.abort();
    if (file?.language.status.state !== "ready") return;
    const params = layer.params(view);
    if (!params) {
      this.show(view, Decoration.none);
      return;
    }
    const asking = new AbortController();
    this.asking = asking;
    const told = await askFile<T | null>(file, layer.method, params, {
      signal: asking.signal,
      background: true,
    });
    if (asking.signal.aborted || !told.ok) return;
    if (view.composing) {
      this.rest();
      return;
    }
    const { doc } = view.state;
    const drawn = told.result ? layer.draw(told.result, told.text) : Decoration.none;
    this.show(view, told.text.eq(doc) ? drawn : drawn.map(diff(told.text, doc)));
  }
}
