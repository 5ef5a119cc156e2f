// What the editors of one notebook share: who is on screen, and the page around them, which shows what
// does not fit into an editor.
import type { EditorView } from "@codemirror/view";
import type { Location } from "vscode-languageserver-types";
import type { TextEdit } from "~/engine/undo.ts";
import type { Language } from "~/live/language.ts";
import type { CellID, Fault } from "~/protocol/wire.ts";
import { JointHistory } from "./joint-history.ts";
import type { Span } from "./positions.ts";

/** The page around the editors. */
export interface DeskHost {
  /** Brings a place of a cell into view and selects it. */
  showCell(cell: CellID, span: Span): void;
  /** Shows a place of a file that is no cell, to read. */
  showFile(place: Location): void;
  /** Shows places to choose from. */
  showPlaces(title: string, places: readonly Location[]): void;
  /** Says something that has no place in an editor. */
  say(text: string, tone?: "bad"): void;
  /** Says that something failed. */
  sayFault(fault: Fault): void;
  addPackage(name: string, dev: boolean): void;
  /** Changes texts in one go, which one undo takes back. */
  rewrite(edits: readonly TextEdit[]): void;
  /** Takes back the latest such change that a cell was part of. Reports whether there was one. */
  undoRewrite(cell: CellID): boolean;
  redoRewrite(cell: CellID): boolean;
}

export class Desk {
  host: DeskHost | undefined;
  readonly history = new JointHistory(this);
  private readonly views = new Map<CellID, EditorView>();
  private last: EditorView | undefined;

  constructor(readonly language: Language) {}

  /** Notes an editor that appeared; returns what notes that it is gone. */
  mount(cell: CellID, view: EditorView): () => void {
    this.views.set(cell, view);
    return () => {
      if (this.views.get(cell) === view) this.views.delete(cell);
      if (this.last === view) this.last = undefined;
    };
  }

  /** Notes that an editor has the keyboard. */
  focused(view: EditorView): void {
    this.last = view;
  }

  view(cell: CellID): EditorView | undefined {
    return this.views.get(cell);
  }

  /** The editor that has the keyboard, or had it last. */
  get active(): EditorView | undefined {
    return this.last;
  }
}

const desks = new WeakMap<Language, Desk>();

/** What the editors of a notebook share, made when first asked for. */
export function deskOf(language: Language): Desk {
  const desk = desks.get(language) ?? new Desk(language);
  desks.set(language, desk);
  return desk;
}
