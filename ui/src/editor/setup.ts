// What every editor of a cell can do, and how it speaks to the notebook around it.
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentLess,
  indentMore,
  insertTab,
} from "@codemirror/commands";
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import {
  dropCursor,
  EditorView,
  highlightSpecialChars,
  type KeyBinding,
  keymap,
  lineNumbers,
  placeholder,
  rectangularSelection,
  tooltips,
} from "@codemirror/view";
import type { PressInEditor } from "~/ui/CommandProvider.tsx";
import { OnDemand } from "~/ui/on-demand.ts";
import { selectionLayers } from "./caret.ts";
import { firstKeys } from "./first-keys.ts";
import { highlighter } from "./highlight.ts";
import { languageOf } from "./languages.ts";
import { onDemandCommand, onDemandSlot } from "./on-demand-slot.ts";
import { ownLayout } from "./own-layout.ts";

/** What the editor asks the notebook to do. */
export interface EditorActions {
  run(): void;
  runAndAdvance(): void;
  /** Escape was pressed and the editor had no use for it. */
  leave(): void;
  /** The caret goes out at the top or at the bottom. */
  exit(direction: "up" | "down"): void;
}

export interface EditorKind {
  /** Missing for prose. */
  readonly filename?: string | undefined;
  readonly label: string;
}

const prosePart = new OnDemand(() => import("./prose.ts"));
const matchesPart = new OnDemand(() => import("@codemirror/search"));

/** The extensions of a cell's editor. `actions` is asked at the moment of a key press. */
export function editorSetup({ filename, label }: EditorKind, actions: () => EditorActions): Extension {
  const prose = filename === undefined;
  if (prose) void prosePart.load();
  return [
    Prec.high(keymap.of(notebookKeys(actions))),
    prose ? proseSetup : codeSetup,
    prose ? [] : onDemandSlot(matchesPart, (part) => part.highlightSelectionMatches()),
    history(),
    selectionLayers,
    ownLayout,
    dropCursor(),
    highlightSpecialChars(),
    // Outside of the cell, whose box cuts off what hangs over it.
    tooltips({ parent: document.body }),
    syntaxHighlighting(highlighter),
    prose ? onDemandSlot(prosePart, (part) => part.proseLanguage()) : languageOf(filename),
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: prose ? "true" : "false" }),
    EditorState.tabSize.of(2),
    indentUnit.of("  "),
    keymap.of([
      ...closeBracketsKeymap,
      {
        key: "Mod-d",
        run: onDemandCommand(matchesPart, (part) => part.selectNextOccurrence),
        preventDefault: true,
      },
      { key: "Mod-Shift-l", run: onDemandCommand(matchesPart, (part) => part.selectSelectionMatches) },
      ...historyKeymap,
      ...foldKeymap,
      ...completionKeymap,
      {
        key: "Tab",
        run: (view) => (view.state.selection.main.empty ? insertSoftTab(view) : indentMore(view)),
        shift: indentLess,
      },
      ...defaultKeymap.filter((binding) => !TAKEN.has(binding.key ?? "")),
    ]),
  ];
}

/** Keys of CodeMirror that mean something else in a notebook. */
const TAKEN = new Set(["Mod-Enter", "Shift-Enter", "Mod-i"]);

const codeSetup: Extension = [
  lineNumbers(),
  codeFolding(),
  foldGutter({
    markerDOM(open) {
      const marker = document.createElement("span");
      marker.textContent = open ? "⌄" : "›";
      if (!open) marker.className = "fold-closed";
      return marker;
    },
  }),
  EditorState.allowMultipleSelections.of(true),
  rectangularSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  autocompletion({ icons: false }),
];

const proseSetup: Extension = [
  EditorView.lineWrapping,
  EditorView.editorAttributes.of({ class: "prose-editor" }),
  placeholder("Write in Markdown"),
];

function notebookKeys(actions: () => EditorActions): KeyBinding[] {
  const always = (act: (a: EditorActions) => void) => () => {
    act(actions());
    return true;
  };
  return [
    { key: "ArrowUp", run: (view) => exits(view, "up") && always((a) => a.exit("up"))() },
    { key: "ArrowDown", run: (view) => exits(view, "down") && always((a) => a.exit("down"))() },
  ];
}

/** Asks the commands of the page first what a key press means; the usual keys of editors come after. */
export function commandKeys(press: PressInEditor, actions: () => EditorActions): Extension {
  const own = { "cell.run": () => actions().run(), "cell.run-advance": () => actions().runAndAdvance() };
  return Prec.highest(
    EditorView.domEventHandlers({
      keydown(event, view) {
        const taken = view.state.facet(firstKeys).some((takes) => takes(event, view));
        return !taken && press(event, own);
      },
    }),
  );
}

/** Escape as the last to be asked: closing a completion comes first. */
export function escapeKey(actions: () => EditorActions): Extension {
  return Prec.lowest(
    keymap.of([
      {
        key: "Escape",
        run: () => {
          actions().leave();
          return true;
        },
      },
    ]),
  );
}

function exits(view: EditorView, direction: "up" | "down"): boolean {
  const { main } = view.state.selection;
  if (!main.empty || view.state.selection.ranges.length > 1) return false;
  if (view.dom.querySelector(".cm-tooltip-autocomplete")) return false;
  const { doc } = view.state;
  return direction === "up" ? doc.lineAt(main.head).from === 0 : doc.lineAt(main.head).to === doc.length;
}

function insertSoftTab(view: EditorView): boolean {
  if (view.state.readOnly) return false;
  const { state } = view;
  const column = state.selection.main.head - state.doc.lineAt(state.selection.main.head).from;
  const width = 2 - (column % 2);
  if (state.selection.ranges.length > 1) return insertTab(view);
  view.dispatch(
    state.update(state.replaceSelection(" ".repeat(width)), { scrollIntoView: true, userEvent: "input" }),
  );
  return true;
}
