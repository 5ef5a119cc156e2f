import type { Location } from "vscode-languageserver-types";
import type { Desk } from "~/editor/language/desk.ts";
import { showPlace } from "~/editor/language/navigate.ts";
import { cellAt, pathOf } from "~/editor/language/uri.ts";
import { Dialog } from "~/ui/Dialog.tsx";
import { moveByArrows } from "../rows.ts";

/** Places to choose from, by file: the arrows move, Enter goes there. */
export function Places({
  title,
  places,
  desk,
  onClose,
}: {
  title: string;
  places: readonly Location[];
  desk: Desk;
  onClose: () => void;
}) {
  const files = groups(places);
  const go = (place: Location) => {
    onClose();
    // After the dialog has given the focus back.
    requestAnimationFrame(() => setTimeout(() => showPlace({ desk, language: desk.language }, place)));
  };
  return (
    <Dialog open onOpenChange={onClose} title={title} wide>
      <nav aria-label={title} onKeyDown={moveByArrows} className="flex flex-col gap-3">
        {files.map(([uri, own], i) => (
          <section key={uri} aria-label={pathOf(uri)}>
            <h2 className="flex items-baseline gap-2 px-2 py-1 font-medium font-mono text-[12.5px]">
              {cellAt(desk.language.session.view.state, uri)?.filename ?? pathOf(uri)}
              <span className="font-sans text-muted text-small tabular-nums">{own.length}</span>
            </h2>
            <ul>
              {own.map((place, j) => (
                <li key={`${place.range.start.line}:${place.range.start.character}`}>
                  <button
                    type="button"
                    data-row
                    {...(i === 0 && j === 0 ? { "data-autofocus": true } : {})}
                    onClick={() => go(place)}
                    className="flex w-full gap-3 rounded-control px-2 py-0.75 text-left hover:bg-hover pointer-coarse:py-2"
                  >
                    <span className="w-8 shrink-0 text-right text-faint tabular-nums">
                      {place.range.start.line + 1}
                    </span>
                    <Line desk={desk} place={place} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
    </Dialog>
  );
}

/** The line of a place with the place in it marked; its column where the file is not a cell. */
function Line({ desk, place }: { desk: Desk; place: Location }) {
  const { start, end } = place.range;
  const text = cellAt(desk.language.session.view.state, place.uri)?.text;
  if (!text || start.line >= text.lines)
    return <span className="text-muted text-small">column {start.character + 1}</span>;
  const line = text.line(start.line + 1).text;
  const to = end.line === start.line ? end.character : line.length;
  return (
    <code className="min-w-0 flex-1 truncate font-mono text-[12.5px]">
      {line.slice(0, start.character).trimStart()}
      <mark className="rounded-tag bg-(--selection-match) text-text">{line.slice(start.character, to)}</mark>
      {line.slice(to)}
    </code>
  );
}

function groups(places: readonly Location[]): [string, Location[]][] {
  const files = new Map<string, Location[]>();
  for (const place of places) files.set(place.uri, [...(files.get(place.uri) ?? []), place]);
  return [...files];
}
