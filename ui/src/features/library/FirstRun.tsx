import { Link } from "@tanstack/react-router";
import { BookOpen, FilePlus2, Upload } from "lucide-react";
import type { ReactNode } from "react";
import { BarTitle } from "~/ui/PageTitle.tsx";
import { useFocusOfGone } from "~/ui/useIdleFocus.ts";
import { useOpenImport } from "./Layout.tsx";
import { useNewNotebook } from "./useNewNotebook.ts";

const choiceLook =
  "flex w-full flex-1 flex-col gap-1.5 rounded-dialog border border-line-strong bg-raised p-5 text-left transition-colors hover:border-accent-line hover:bg-accent-soft";

/** What an empty library shows: the ways to begin, and nothing else. */
export function FirstRun() {
  const { create, creating } = useNewNotebook();
  const openImport = useOpenImport();
  useFocusOfGone();
  return (
    <section className="mx-auto flex max-w-page flex-col gap-6 px-4 py-12 desk:pt-[14vh]">
      <BarTitle>Library</BarTitle>
      <div className="text-center">
        <h1 className="font-semibold text-h1 tracking-[-0.018em]">Start with a notebook</h1>
        <p className="mt-1 text-muted text-prose">Prose, typed code and live results in one place.</p>
      </div>
      <div className="flex flex-col gap-3 desk:flex-row">
        <button type="button" disabled={creating} onClick={() => create()} className={choiceLook}>
          <Choice icon={<FilePlus2 />} title={creating ? "Creating…" : "New notebook"}>
            An empty one, ready to write and run.
          </Choice>
        </button>
        <Link to="/examples" className={choiceLook}>
          <Choice icon={<BookOpen />} title="Open an example">
            Read it, run it and change your own copy.
          </Choice>
        </Link>
        <button type="button" onClick={openImport} className={choiceLook}>
          <Choice icon={<Upload />} title="Import a file">
            A .src.md file, an address or pasted text. Dropping works too.
          </Choice>
        </button>
      </div>
    </section>
  );
}

function Choice({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <>
      <span className="mb-2 text-accent-text [&_svg.lucide]:size-5">{icon}</span>
      <span className="font-semibold text-prose">{title}</span>
      <span className="text-muted">{children}</span>
    </>
  );
}
