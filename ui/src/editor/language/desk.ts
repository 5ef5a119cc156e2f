// What the editors of one notebook share: who is on screen, and the page around them, which shows what
// does not fit into an editor.
import type { EditorView } from "@codemirror/view";
import type { Location } from "vscode-languageserver-types";
import type { Language } from "~/live/language.ts";
import type { CellID } from "~/protocol/wire.ts";
import { JointEdits } from "./joint-edits.ts";
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
  addPackage(name: string, dev: boolean): void;
}

export class Desk {
  host: DeskHost | undefined;
  readonly edits: JointEdits;
  private readonly views = new Map<CellID, EditorView>();
  private last: EditorView | undefined;

  constructor(readonly language: Language) {
    this.edits = new JointEdits(language.session);
  }

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

export function deskOf(language: Language): Desk {
  const desk = desks.get(language) ?? new Desk(language);
  desks.set(language, desk);
  return desk;
}
