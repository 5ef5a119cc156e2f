import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Hover, Location, Position } from "vscode-languageserver-types";
import { FaultLine } from "~/data/FaultLine.tsx";
import { readOnlyEditor } from "~/editor/language/reading.ts";
import { pathOf } from "~/editor/language/uri.ts";
import { useLive } from "~/live/LiveProvider.tsx";
import type { Language } from "~/live/language.ts";
import { IconButton } from "~/ui/IconButton.tsx";
import { Modal } from "~/ui/Modal.tsx";
import { Waiting } from "~/ui/Progress.tsx";
import { languageError } from "./errors.ts";

/** A file that is no cell, to read: a package's types, or TypeScript's own. It begins at the place. */
export function FileView({ place, onClose }: { place: Location; onClose: () => void }) {
  const { language, workspace } = useLive();
  const { data, error } = useQuery({
    queryKey: ["language file", workspace, place.uri],
    queryFn: ({ signal }) => readFile(language, place.uri, signal),
    retry: false,
  });
  const path = pathOf(place.uri);
  return (
    <Modal
      open
      onOpenChange={onClose}
      title={path}
      className="top-[6vh] left-1/2 flex h-[84vh] w-[calc(100vw-24px)] max-w-[1080px] -translate-x-1/2 flex-col rounded-dialog border bg-raised"
    >
      <header className="flex items-center gap-2 border-line border-b py-1.5 pr-1.5 pl-4">
        <h2 className="min-w-0 truncate font-medium font-mono text-[12.5px]">{path}</h2>
        <span className="flex-1 text-muted text-small">read only</span>
        <IconButton label="Close" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      {error && <FaultLine error={error} className="p-4" />}
      {!data && !error && <Waiting>Opening the file</Waiting>}
      {data !== undefined && <Reading text={data} place={place} />}
    </Modal>
  );
}

async function readFile(language: Language, uri: string, signal: AbortSignal): Promise<string> {
  const answered = await language.ask({ method: "srcbook/file", cells: [], params: () => ({ uri }), signal });
  if (!answered.ok) throw languageError(answered.fault, "The file could not be opened");
  return (answered.result as { text: string }).text;
}

/** What a name in the file is. Nothing, when the language service does not say. */
async function askAbout(language: Language, uri: string, position: Position): Promise<Hover | null> {
  const params = () => ({ textDocument: { uri }, position });
  const answered = await language.ask({ method: "textDocument/hover", cells: [], params });
  return answered.ok ? (answered.result as Hover | null) : null;
}

function Reading({ text, place }: { text: string; place: Location }) {
  const { language } = useLive();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const view = readOnlyEditor(host.current, text, pathOf(place.uri), place.range, (at) =>
      askAbout(language, place.uri, at),
    );
    view.focus();
    return () => view.destroy();
  }, [language, text, place]);
  return <div ref={host} className="min-h-0 flex-1 overflow-hidden [&_.cm-editor]:h-full" />;
}
