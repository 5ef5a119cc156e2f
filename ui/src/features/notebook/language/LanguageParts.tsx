// The parts of the page that types and code help need. They are loaded after the notebook can be used.
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import type { Location } from "vscode-languageserver-types";
import { errorToast, faultToast } from "~/data/fault-toast.ts";
import { deskOf } from "~/editor/language/desk.ts";
import { useLive } from "~/live/LiveProvider.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { useNotebook } from "../NotebookContext.ts";
import type { Panel } from "../panels/usePanel.ts";
import { useAddPackages } from "../queries.ts";
import { useLanguageCommands } from "./commands.tsx";
import { LanguageItem } from "./LanguageItem.tsx";

const FileView = lazy(() => import("./FileView.tsx").then((m) => ({ default: m.FileView })));
const Places = lazy(() => import("./Places.tsx").then((m) => ({ default: m.Places })));

interface PlaceList {
  readonly title: string;
  readonly places: readonly Location[];
}

/** Joins the editors' language features with the page. */
export function LanguageParts({ panel }: { panel: Panel }) {
  const { language } = useLive();
  const { focus, actions } = useNotebook();
  const toast = useToast();
  const { mutate: add } = useAddPackages();
  const [file, setFile] = useState<Location>();
  const [list, setList] = useState<PlaceList>();
  const desk = useMemo(() => deskOf(language), [language]);
  const { show } = panel;
  useEffect(() => {
    desk.host = {
      rewrite: (edits) => actions.rewrite(edits),
      undoRewrite: (cell) => actions.undoRewrite(cell),
      redoRewrite: (cell) => actions.redoRewrite(cell),
      showCell: (cell, { from, to }) => focus.span(cell, from, to),
      showFile: setFile,
      showPlaces: (title, places) => setList({ title, places }),
      sayFault: (fault) => toast(faultToast(fault)),
      say: (text, tone) => toast(tone ? { text, tone } : { text }),
      addPackage(name, dev) {
        toast({ text: `Adding ${name}` });
        const onError = (error: Error) => toast(errorToast(error));
        add({ packages: [{ name, dev }] }, { onError });
      },
    };
    return () => {
      desk.host = undefined;
    };
  }, [desk, focus, actions, toast, add]);
  useLanguageCommands(desk, show);
  return (
    <>
      <LanguageItem />
      <Suspense>
        {list && <Places {...list} desk={desk} onClose={() => setList(undefined)} />}
        {file && <FileView place={file} onClose={() => setFile(undefined)} />}
      </Suspense>
    </>
  );
}
