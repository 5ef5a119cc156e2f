// Joins an editor with the session: what is typed goes to the session, what others change comes
// from it. The session holds the versions and the unconfirmed edits (see engine/draft.ts).
import {
  Annotation,
  type ChangeSet,
  type EditorState,
  type Extension,
  type Text,
  Transaction,
} from "@codemirror/state";
import { EditorView, ViewPlugin } from "@codemirror/view";
import { diff } from "~/engine/diff.ts";
import type { Session } from "~/engine/session.ts";
import { cellByID } from "~/engine/state.ts";
import type { CellID } from "~/protocol/wire.ts";

const fromSession = Annotation.define<boolean>();

/** Keeps an editor and a cell of the session the same text. */
export function sessionSync(session: Session, cell: CellID): Extension {
  const receive = ViewPlugin.define((view) => {
    const unlisten = session.onText(cell, (changes) => view.dispatch(received(changes)));
    return { destroy: unlisten };
  });
  const send = EditorView.updateListener.of((update) => {
    for (const tr of update.transactions) {
      if (tr.docChanged && !tr.annotation(fromSession)) session.edit(cell, tr.changes);
    }
  });
  return [receive, send];
}

/** A transaction that is not the person's own, which undo therefore leaves alone. */
export function received(changes: ChangeSet) {
  return {
    changes,
    annotations: [fromSession.of(true), Transaction.addToHistory.of(false), Transaction.remote.of(true)],
  };
}

/** The text of a cell in the session. */
export function sessionText(session: Session, cell: CellID): Text | undefined {
  return cellByID(session.view.state, cell)?.text;
}

/** A state that an editor left behind, brought up to the present text with its undo history. */
export function broughtUpTo(state: EditorState, text: Text): EditorState {
  return state.doc.eq(text) ? state : state.update(received(diff(state.doc, text))).state;
}
