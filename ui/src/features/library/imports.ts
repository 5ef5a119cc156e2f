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

/** A file from this machine. */
export const fromFile = (file: File): ImportSource => ({
  name: file.name,
  read: async () => ({ filename: file.name, text: await file.text() }),
});

/** Text that was pasted. */
export const fromText = (text: string): ImportSource => ({
  name: "Pasted text",
  read: async () => ({ filename: "pasted.src.md", text }),
});

/** An address that the server fetches. */
export const fromURL = (url: string): ImportSource => ({ name: url, read: async () => ({ url }) });

/** Whether text is a notebook in the .src.md format. Pure. */
export const isNotebookText = (text: string): boolean => /^\s*<!--\s*srcbook:/.test(text);

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
