import { Link } from "@tanstack/react-router";
import { FileCode2, NotebookText, TextQuote } from "lucide-react";
import type { KeyboardEvent, Ref } from "react";
import type { SearchHit } from "~/protocol/wire.ts";
import { Snippet } from "~/ui/Snippet.tsx";
import type { FoundNotebook } from "./search.ts";

const rowLook = "rounded-control px-3 outline-offset-[-2px] hover:bg-hover";

/** What a search found, by notebook. Its links open at the cell; arrows, Home and End move between them. */
export function FoundNotebooks({
  ref,
  label,
  notebooks,
  onLeaveTop,
}: {
  ref?: Ref<HTMLUListElement>;
  label: string;
  notebooks: readonly FoundNotebook[];
  /** Called when the arrow up is pressed on the first link. */
  onLeaveTop?: () => void;
}) {
  return (
    <ul
      ref={ref}
      aria-label={label}
      className="flex flex-col gap-2.5"
      onKeyDown={(event) => moveBetweenLinks(event, onLeaveTop)}
    >
      {notebooks.map((notebook) => (
        <li key={notebook.workspace}>
          <Notebook notebook={notebook} />
        </li>
      ))}
    </ul>
  );
}

function Notebook({ notebook: { workspace, title, titleHit, cells } }: { notebook: FoundNotebook }) {
  return (
    <>
      <Link
        to="/n/$workspace"
        params={{ workspace }}
        data-primary
        className={`${rowLook} flex items-center gap-2.5 py-1.5 font-[550] text-large`}
      >
        <NotebookText className="text-muted" />
        <span className="min-w-0 truncate">
          {titleHit ? <Snippet text={titleHit.snippet} marks={titleHit.marks} /> : title}
        </span>
      </Link>
      {cells.length > 0 && (
        <ul className="ml-5 border-line border-l pl-2">
          {cells.map((hit) => (
            <li key={hit.cell}>
              <Cell hit={hit} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Cell({ hit: { workspace, cell, filename, snippet, marks } }: { hit: SearchHit }) {
  return (
    <Link
      to="/n/$workspace"
      params={{ workspace }}
      {...(cell && { hash: cell })}
      data-primary
      className={`${rowLook} flex gap-2.5 py-1.5`}
    >
      {filename ? (
        <FileCode2 className="mt-0.5 text-muted" />
      ) : (
        <TextQuote className="mt-0.5 text-muted" aria-label="Prose" />
      )}
      <span className="min-w-0 flex-1">
        {filename && <span className="block truncate text-muted text-small">{filename}</span>}
        <span
          className={filename ? "line-clamp-2 break-words font-mono text-small" : "line-clamp-2 break-words"}
        >
          <Snippet text={snippet} marks={marks} />
        </span>
      </span>
    </Link>
  );
}

function moveBetweenLinks(event: KeyboardEvent<HTMLElement>, onLeaveTop: (() => void) | undefined): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-primary]")];
  const at = event.target instanceof HTMLElement ? links.indexOf(event.target) : -1;
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  if (next < 0) onLeaveTop?.();
  else links[next]?.focus();
}
