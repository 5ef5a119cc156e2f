import { EditorState, type Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useLayoutEffect, useRef } from "react";
import type { Session } from "~/engine/session.ts";
import { type Live, useLive } from "~/live/LiveProvider.tsx";
import type { CellID } from "~/protocol/wire.ts";
import { type PressInEditor, usePressInEditor } from "~/ui/CommandProvider.tsx";
import { type CodeProblem, failure, showFailure } from "./failure.ts";
import { languageSlot } from "./language-slot.ts";
import { presenceSlot } from "./presence-slot.ts";
import { commandKeys, type EditorActions, editorSetup, escapeKey } from "./setup.ts";
import { broughtUpTo, sessionSync, sessionText } from "./sync.ts";
import { vimSlot } from "./vim/slot.ts";
import "./editor.css";

// What editors leave behind when they scroll out of sight: their undo history and selection.
const leftBehind = new WeakMap<Session, Map<CellID, { filename: string | undefined; state: EditorState }>>();
const views = new WeakMap<Element, EditorView>();

let last: EditorView | undefined;

/** The editor of a cell that has the keyboard, or had it last and is still on screen. */
export const activeEditor = (): EditorView | undefined => (last?.dom.isConnected ? last : undefined);

const lastFocused = EditorView.domEventHandlers({
  focus: (_event, view) => {
    last = view;
  },
});

export interface CellEditorProps {
  session: Session;
  cell: CellID;
  /** Missing for prose. */
  filename?: string | undefined;
  label: string;
  actions: EditorActions;
  problem?: CodeProblem | undefined;
  /** Takes the focus when it appears, with the caret at this end. */
  focus?: "start" | "end" | undefined;
}

/** The editor of one cell, joined with the session. */
export function CellEditor({ session, cell, filename, label, actions, problem, focus }: CellEditorProps) {
  const { language, presence } = useLive();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const present = useRef(actions);
  present.current = actions;
  const initialFocus = useRef(focus);
  const press = usePressInEditor();

  useLayoutEffect(() => {
    const parent = host.current;
    const text = sessionText(session, cell);
    if (!parent || !text) return;
    const kept = leftBehind.get(session)?.get(cell);
    const state =
      kept?.filename === filename && kept
        ? broughtUpTo(kept.state, text)
        : newState({ session, cell, filename, label, language, presence, press }, text, present);
    const editor = new EditorView({ state, parent });
    view.current = editor;
    views.set(parent, editor);
    if (initialFocus.current) focusView(editor, initialFocus.current);
    return () => {
      const all = leftBehind.get(session) ?? new Map();
      leftBehind.set(session, all.set(cell, { filename, state: editor.state }));
      views.delete(parent);
      editor.destroy();
      view.current = undefined;
    };
  }, [session, cell, filename, label, language, presence, press]);

  useEffect(() => {
    if (view.current) showFailure(view.current, problem);
  }, [problem]);

  return <div ref={host} data-editor={cell} />;
}

function newState(
  {
    session,
    cell,
    filename,
    label,
    language,
    presence,
    press,
  }: Omit<CellEditorProps, "actions"> & Pick<Live, "language" | "presence"> & { press: PressInEditor },
  text: Text,
  actions: { readonly current: EditorActions },
): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      commandKeys(press, () => actions.current),
      vimSlot(),
      editorSetup({ filename, label }, () => actions.current),
      lastFocused,
      escapeKey(() => actions.current),
      sessionSync(session, cell),
      failure,
      filename === undefined ? [] : languageSlot(language, cell, filename),
      presenceSlot(presence, cell),
    ],
  });
}

/** Puts the caret into the editor of a cell. Reports whether it is mounted. */
export function focusEditor(root: ParentNode, cell: CellID, at?: "start" | "end"): boolean {
  const host = root.querySelector(`[data-editor="${CSS.escape(cell)}"]`);
  const editor = host && views.get(host);
  if (editor) focusView(editor, at);
  return editor !== null && editor !== undefined;
}

/** Selects a line of a mounted editor and brings it into view. */
export function showLine(root: ParentNode, cell: CellID, line: number): boolean {
  const doc = mounted(root, cell)?.state.doc;
  if (!doc) return false;
  const place = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return showSpan(root, cell, place.from, place.to);
}

/** Selects a part of the text of a mounted editor and brings it into view. */
export function showSpan(root: ParentNode, cell: CellID, from: number, to: number): boolean {
  const editor = mounted(root, cell);
  if (!editor) return false;
  const { length } = editor.state.doc;
  const selection = { anchor: Math.min(from, length), head: Math.min(to, length) };
  editor.dispatch({
    selection,
    effects: EditorView.scrollIntoView(selection.anchor, { y: "nearest", yMargin: 80 }),
  });
  editor.focus();
  return true;
}

function mounted(root: ParentNode, cell: CellID): EditorView | undefined {
  const host = root.querySelector(`[data-editor="${CSS.escape(cell)}"]`);
  return host ? views.get(host) : undefined;
}

function focusView(editor: EditorView, at?: "start" | "end"): void {
  if (at) editor.dispatch({ selection: { anchor: at === "start" ? 0 : editor.state.doc.length } });
  editor.focus();
}
