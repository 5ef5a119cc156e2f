// The carets and selections of other people in an editor, and telling them where one's own is.
import { type Extension, type Range, StateEffect } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";
import type { PeerSelection } from "~/engine/presence.ts";
import type { Presence } from "~/live/presence.ts";
import type { CellID } from "~/protocol/wire.ts";
import "./presence.css";

const moved = StateEffect.define<null>();

/** Shows where others are in a cell's text, and says where the person of this tab is. */
export function presenceIn(presence: Presence, cell: CellID): Extension {
  return [others(presence, cell), own(presence, cell)];
}

function others(presence: Presence, cell: CellID): Extension {
  return ViewPlugin.define(
    (view) => {
      const unsubscribe = presence.subscribe(() => view.dispatch({ effects: moved.of(null) }));
      return {
        decorations: draw(view, presence.selections(cell)),
        update(update: ViewUpdate) {
          const asked = update.transactions.some((tr) => tr.effects.some((e) => e.is(moved)));
          if (asked) this.decorations = draw(update.view, presence.selections(cell));
          else if (update.docChanged) this.decorations = this.decorations.map(update.changes);
        },
        destroy: unsubscribe,
      };
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

function own(presence: Presence, cell: CellID): Extension {
  return ViewPlugin.define((view) => {
    const say = (typing: boolean) => presence.select(cell, () => view.state.selection.main, typing);
    if (view.hasFocus) say(false);
    return {
      update({ selectionSet, docChanged, focusChanged }) {
        if (view.hasFocus && (selectionSet || docChanged || focusChanged)) say(docChanged);
      },
    };
  });
}

function draw(view: EditorView, selections: readonly PeerSelection[]): DecorationSet {
  const { doc } = view.state;
  const ranges: Range<Decoration>[] = [];
  for (const { peer, moves, anchor, head } of selections) {
    const from = Math.min(anchor, head, doc.length);
    const to = Math.min(Math.max(anchor, head), doc.length);
    const person = { "data-person": String(peer.colour) };
    if (from < to)
      ranges.push(Decoration.mark({ class: "peer-selection", attributes: person }).range(from, to));
    const at = Math.min(head, doc.length);
    const below = doc.lineAt(at).number === 1;
    const widget = new Caret(peer.author, peer.colour, `${peer.number} ${moves}`, below);
    ranges.push(Decoration.widget({ widget, side: head < anchor ? -1 : 1 }).range(at));
  }
  return Decoration.set(ranges, true);
}

/** A caret with a name, which fades until the person moves again. */
class Caret extends WidgetType {
  constructor(
    private readonly name: string,
    private readonly colour: number,
    private readonly moves: string,
    private readonly below: boolean,
  ) {
    super();
  }

  override eq(other: Caret): boolean {
    const { name, colour, moves, below } = other;
    return name === this.name && colour === this.colour && moves === this.moves && below === this.below;
  }

  toDOM(): HTMLElement {
    const caret = document.createElement("span");
    caret.className = this.below ? "peer-caret peer-caret-below" : "peer-caret";
    caret.dataset.person = String(this.colour);
    caret.setAttribute("aria-hidden", "true");
    const flag = document.createElement("span");
    flag.className = "peer-flag";
    flag.textContent = this.name;
    caret.append(flag);
    return caret;
  }

  get editable(): boolean {
    return false;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}
