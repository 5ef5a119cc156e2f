import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { Location } from "vscode-languageserver-types";
import { readOnlyEditor } from "~/editor/language/reading.ts";
import { pathOf } from "~/editor/language/uri.ts";
import { useLive } from "~/live/LiveProvider.tsx";
import type { Language } from "~/live/language.ts";
import { Dialog } from "~/ui/Dialog.tsx";
import { Waiting } from "~/ui/Progress.tsx";

/** A file that is no cell, to read: a package's types, or TypeScript's own. It begins at the place. */
export function FileView({ place, onClose }: { place: Location; onClose: () => void }) {
  const { language, workspace } = useLive();
  const { data, error } = useQuery({
    queryKey: ["language file", workspace, place.uri],
    queryFn: ({ signal }) => readFile(language, place.uri, signal),
    retry: false,
  });
  return (
    <Dialog open onOpenChange={onClose} title={pathOf(place.uri)} description="Read only" wide>
      {error && (
        <p role="alert" className="text-bad">
          {error.message}
        </p>
      )}
      {!data && !error && <Waiting>Opening the file</Waiting>}
      {data !== undefined && <Reading text={data} place={place} />}
    </Dialog>
  );
}

async function readFile(language: Language, uri: string, signal: AbortSignal): Promise<string> {
  const answered = await language.ask({ method: "srcbook/file", cells: [], params: () => ({ uri }), signal });
  if (!answered.ok) throw new Error(answered.fault?.message ?? "The file could not be opened");
  return (answered.result as { text: string }).text;
}

function Reading({ text, place }: { text: string; place: Location }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const view = readOnlyEditor(host.current, text, pathOf(place.uri), place.range);
    view.focus();
    return () => view.destroy();
  }, [text, place]);
  return (
    <div
      ref={host}
      className="h-[60vh] overflow-hidden rounded-box border border-line [&_.cm-editor]:h-full"
    />
  );
}
