// Going to where a name is defined and used.
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { Location, LocationLink } from "vscode-languageserver-types";
import { askFile, at, type CodeFile, moved, readyFile, sayFault, type Versions } from "./file.ts";
import { spanOf } from "./positions.ts";
import { cellAt } from "./uri.ts";

type Places = Location | readonly (Location | LocationLink)[] | null;

/** Goes to what a method of the protocol names: definition, typeDefinition, implementation. */
export async function goTo(
  view: EditorView,
  target: "definition" | "typeDefinition" | "implementation",
  pos = view.state.selection.main.head,
): Promise<void> {
  const file = readyFile(view);
  if (!file) return;
  const told = await askFile<Places>(file, `textDocument/${target}`, at(view.state.doc, pos));
  if (!told.ok) {
    sayFault(file, told);
    return;
  }
  const places = locations(told.result);
  const [only, ...others] = places;
  if (!only) file.desk.host?.say("No definition was found");
  else if (others.length === 0) showPlace(file, only, told.versions);
  else file.desk.host?.showPlaces(places.length === 1 ? "Definition" : "Definitions", places);
}

/** Lists where the name at the caret is used. */
export async function findReferences(view: EditorView): Promise<void> {
  const file = readyFile(view);
  if (!file) return;
  const { doc, selection } = view.state;
  const place = at(doc, selection.main.head);
  const told = await askFile<Places>(file, "textDocument/references", (text, document) => ({
    ...place(text, document),
    context: { includeDeclaration: true },
  }));
  if (!told.ok) {
    sayFault(file, told);
    return;
  }
  const places = locations(told.result);
  const word = view.state.wordAt(selection.main.head);
  const name = word ? doc.sliceString(word.from, word.to) : "this";
  if (places.length === 0) file.desk.host?.say("No references were found");
  else file.desk.host?.showPlaces(`References of ${name}`, places);
}

/** Shows a place: in its cell, or of another file to read. */
export function showPlace(
  { desk, language }: Pick<CodeFile, "desk" | "language">,
  place: Location,
  versions: Versions = {},
): void {
  const cell = cellAt(language.session.view.state, place.uri);
  if (!cell) {
    desk.host?.showFile(place);
    return;
  }
  const version = versions[cell.id];
  const text = (version === undefined ? undefined : language.texts.at(cell.id, version)) ?? cell.text;
  const { from, to } = spanOf(text, place.range);
  desk.host?.showCell(cell.id, { from: moved(text, cell.text, from), to: moved(text, cell.text, to) });
}

function locations(places: Places): readonly Location[] {
  const list = Array.isArray(places) ? places : places ? [places] : [];
  return list.map((place: Location | LocationLink) =>
    "targetUri" in place ? { uri: place.targetUri, range: place.targetSelectionRange } : place,
  );
}

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const withMod = (event: MouseEvent) => (isApple ? event.metaKey : event.ctrlKey);

/** A click with the main modifier goes to the definition instead of adding a caret. */
export const modClick: Extension = [
  EditorView.clickAddsSelectionRange.of((event) => event.altKey && !event.shiftKey),
  EditorView.domEventHandlers({
    mousedown(event, view) {
      if (event.button !== 0 || !withMod(event) || event.altKey || event.shiftKey || !readyFile(view))
        return false;
      const pos = view.posAtCoords(event);
      if (pos === null) return false;
      event.preventDefault();
      void goTo(view, "definition", pos);
      return true;
    },
    mousemove(event, view) {
      view.contentDOM.classList.toggle("cm-mod-held", withMod(event));
      return false;
    },
    keyup(_, view) {
      // remove() would write the attribute even where the class is not, and the editor would look for
      // what changed in its nodes after every key.
      view.contentDOM.classList.toggle("cm-mod-held", false);
      return false;
    },
  }),
];
