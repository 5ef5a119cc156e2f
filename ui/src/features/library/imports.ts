import { FaultError } from "~/protocol/http.ts";
import type { Fault, Import, Workspace } from "~/protocol/wire.ts";

/** How far one file, text or address has come on its way into the library. */
export type ImportState =
  | { phase: "importing" }
  | { phase: "imported"; workspace: Workspace }
  | { phase: "failed"; fault: Fault };

export interface ImportItem {
  id: number;
  /** The file's name or the address. */
  name: string;
  state: ImportState;
}

/** What is to be imported: its name, and how to read it. */
export interface ImportSource {
  name: string;
  read: () => Promise<Import>;
}

/** What files of notebooks are called. */
export const notebookFiles = [".md", ".markdown", ".ipynb"];

/** A file from this machine. One of another kind is not sent, and says so. */
export const fromFile = (file: File): ImportSource => ({
  name: file.name,
  read: async () => {
    if (!notebookFiles.some((ending) => file.name.toLowerCase().endsWith(ending))) {
      throw new FaultError(notANotebook, 0);
    }
    return { filename: file.name, text: await file.text() };
  },
});

const notANotebook: Fault = {
  code: "SB-2002",
  kind: "invalid",
  message: "It is neither Markdown nor a Jupyter notebook.",
  next: "Choose a .src.md, .md, .markdown or .ipynb file.",
};

/** Text that was pasted; what it is shows in its beginning. */
export const fromText = (text: string): ImportSource => ({
  name: "Pasted text",
  read: async () => ({ filename: `pasted${kindOf(text)}`, text }),
});

function kindOf(text: string): ".src.md" | ".ipynb" | ".md" {
  if (isSrcbookText(text)) return ".src.md";
  return isJupyterText(text) ? ".ipynb" : ".md";
}

/** An address that the server fetches. */
export const fromURL = (url: string): ImportSource => ({ name: url, read: async () => ({ url }) });

const isSrcbookText = (text: string): boolean => /^\s*<!--\s*srcbook:/.test(text);

/** Jupyter's JSON is an object with cells and the version of its format. */
const isJupyterText = (text: string): boolean =>
  /^\s*\{/.test(text) && text.includes('"nbformat"') && text.includes('"cells"');

/** Whether text is surely a notebook, of Srcbook or of Jupyter. Pure. */
export const isNotebookText = (text: string): boolean => isSrcbookText(text) || isJupyterText(text);

/** Counts like "2 imported, 1 failed", for the heading of the results. Pure. */
export function importSummary(items: readonly ImportItem[]): string {
  const count = (phase: ImportState["phase"]) => items.filter((item) => item.state.phase === phase).length;
  const parts = [
    [count("importing"), "being imported"],
    [count("imported"), "imported"],
    [count("failed"), "failed"],
  ] as const;
  return parts
    .filter(([n]) => n > 0)
    .map(([n, what]) => `${n} ${what}`)
    .join(", ");
}
