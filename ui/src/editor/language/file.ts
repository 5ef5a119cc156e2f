// The file that an editor shows, and how it asks about it.
import { Facet, type Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { TextDocumentIdentifier } from "vscode-languageserver-types";
import type { Question } from "~/engine/asks.ts";
import { diff } from "~/engine/diff.ts";
import { cellByID } from "~/engine/state.ts";
import type { Language } from "~/live/language.ts";
import type { CellID, Fault } from "~/protocol/wire.ts";
import type { Desk } from "./desk.ts";
import { positionAt } from "./positions.ts";
import { uriOf } from "./uri.ts";

export interface CodeFile {
  readonly language: Language;
  readonly desk: Desk;
  readonly cell: CellID;
}

/** The file that an editor shows. */
export const codeFile = Facet.define<CodeFile, CodeFile | undefined>({ combine: (files) => files[0] });

/** The answer to a question about a cell, and the text that it is about. */
export type Told<T> =
  | { readonly ok: true; readonly result: T; readonly text: Text; readonly versions: Versions }
  | { readonly ok: false; readonly fault?: Fault };

export type Versions = Readonly<Record<CellID, number>>;

/** The parameters of a question, for the text as it is when it is sent; undefined takes it back. */
export type Params = (text: Text, textDocument: TextDocumentIdentifier) => object | undefined;

/** The parameters of a question about a place of a text. */
export function at(doc: Text, offset: number): Params {
  return (text, textDocument) => ({ textDocument, position: positionAt(text, moved(doc, text, offset)) });
}

/** Where an offset of one text is in another. Pure. */
export function moved(from: Text, to: Text, offset: number, side: -1 | 1 = -1): number {
  return from.eq(to) ? Math.min(offset, to.length) : diff(from, to).mapPos(offset, side);
}

const ATTEMPTS = 3;

/**
 * Asks about the file of a cell. When somebody else's edit went in before the question, it is asked
 * again for the text that resulted.
 */
export async function askFile<T>(
  { language, cell }: CodeFile,
  method: string,
  params: Params,
  how: Pick<Question, "signal" | "background"> = {},
): Promise<Told<T>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    let seen: { text: Text; version: number } | undefined;
    const answered = await language.ask({
      method,
      ...how,
      cells: [cell],
      params: () => {
        const known = cellByID(language.session.view.state, cell);
        seen = known;
        return known && params(known.text, { uri: uriOf(known) });
      },
    });
    if (!answered.ok) return answered;
    const version = answered.versions[cell];
    if (seen && (version === undefined || version === seen.version))
      return { ok: true, result: answered.result as T, text: seen.text, versions: answered.versions };
  }
  return { ok: false };
}

/** What a person asked for and did not get is said; what they gave up is not. */
export function sayFault({ desk }: CodeFile, told: Told<unknown>): void {
  if (told.ok || !told.fault) return;
  desk.host?.sayFault(told.fault);
}

/** The file of an editor, when the language server can be asked about it. */
export function readyFile(view: EditorView): CodeFile | undefined {
  const file = view.state.facet(codeFile);
  return file?.language.status.state === "ready" ? file : undefined;
}
