import { request, requestFile } from "./http.ts";
import type * as wire from "./wire.ts";

// Every HTTP operation of the server, one function each. See FaultError for how they fail.

const at = (...parts: string[]) => `/api/${parts.map(encodeURIComponent).join("/")}`;

function withQuery(path: string, query: Record<string, string | number | boolean | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") params.set(name, String(value));
  }
  return params.size === 0 ? path : `${path}?${params}`;
}

// Session and server

export const signIn = (body: wire.SignIn) => request<void>("POST", at("session"), { body });
export const session = (signal: AbortSignal) => request<wire.Session>("GET", at("session"), { signal });
export const renameSession = (body: wire.SessionPatch) =>
  request<wire.Session>("PATCH", at("session"), { body });
export const signOut = () => request<void>("DELETE", at("session"));
export const status = (signal: AbortSignal) => request<wire.Status>("GET", at("status"), { signal });
export const settings = (signal: AbortSignal) => request<wire.Settings>("GET", at("settings"), { signal });
export const changeSettings = (body: wire.SettingsPatch) =>
  request<wire.Settings>("PATCH", at("settings"), { body });

// Library

export interface WorkspacesQuery {
  trashed?: boolean;
  /** Words in the title or the summary. */
  q?: string;
  cursor?: string;
  /** Rows of the page. */
  limit?: number;
}

export const workspaces = (query: WorkspacesQuery, signal: AbortSignal) =>
  request<wire.WorkspacePage>("GET", withQuery(at("workspaces"), { ...query }), { signal });
export const createWorkspace = (body: wire.NewWorkspace) =>
  request<wire.Workspace>("POST", at("workspaces"), { body });
export const importWorkspace = (body: wire.Import) =>
  request<wire.Workspace>("POST", at("workspaces", "import"), { body });
export const changeWorkspace = (id: wire.WorkspaceID, body: wire.WorkspacePatch) =>
  request<wire.Workspace>("PATCH", at("workspaces", id), { body });
export const duplicateWorkspace = (id: wire.WorkspaceID) =>
  request<wire.Workspace>("POST", at("workspaces", id, "duplicate"));
export const trashWorkspace = (id: wire.WorkspaceID) => request<void>("DELETE", at("workspaces", id));
export const restoreWorkspace = (id: wire.WorkspaceID) =>
  request<void>("POST", at("workspaces", id, "restore"));
export const purgeWorkspace = (id: wire.WorkspaceID) =>
  request<void>("DELETE", withQuery(at("workspaces", id), { purge: true }));
export const workspace = (id: wire.WorkspaceID, signal: AbortSignal) =>
  request<wire.Workspace>("GET", at("workspaces", id), { signal });

/** What a notebook can be exported as. */
export type ExportFormat = "srcmd" | "markdown" | "ipynb" | "html" | "zip";

/** A notebook as a file in a format, with what its cells printed when `output` is set. */
export const exportWorkspace = (id: wire.WorkspaceID, query: { format: ExportFormat; output: boolean }) =>
  requestFile(withQuery(at("workspaces", id, "export"), query));

export interface SearchQuery {
  /** Words and filters. */
  q: string;
  /** IANA name of the time zone of the dates in it. */
  zone: string;
}

export const search = (query: SearchQuery, signal: AbortSignal) =>
  request<wire.SearchResult>("GET", withQuery(at("search"), { ...query }), { signal });
export const symbols = (q: string, signal: AbortSignal) =>
  request<wire.SymbolResult>("GET", withQuery(at("symbols"), { q }), { signal });
export const examples = (signal: AbortSignal) => request<wire.ExampleList>("GET", at("examples"), { signal });

/** The cells of a text in the grammar of a notebook's file; any other Markdown is one of prose. */
export const decodeCells = (text: string) =>
  request<wire.DecodedCells>("POST", at("cells", "decode"), { body: { text } });

// Packages

export const addPackages = (id: wire.WorkspaceID, body: wire.AddPackages) =>
  request<wire.PackagesStatus>("POST", at("workspaces", id, "packages"), { body });
export const removePackage = (id: wire.WorkspaceID, name: string) =>
  request<wire.PackagesStatus>("DELETE", withQuery(at("workspaces", id, "packages"), { name }));
export const installPackages = (id: wire.WorkspaceID) =>
  request<wire.PackagesStatus>("POST", at("workspaces", id, "packages", "install"));
export const cancelInstall = (id: wire.WorkspaceID) =>
  request<wire.PackagesStatus>("POST", at("workspaces", id, "packages", "cancel"));
/** Lets the install scripts of a package run and runs them, or takes that back. */
export const allowScripts = (id: wire.WorkspaceID, name: string, allow: boolean) =>
  request<wire.PackagesStatus>(
    allow ? "PUT" : "DELETE",
    withQuery(at("workspaces", id, "packages", "scripts"), { name }),
  );
/** Without names: all of them. */
export const updatePackages = (id: wire.WorkspaceID, names: string[]) =>
  request<wire.PackagesStatus>("POST", at("workspaces", id, "packages", "update"), { body: { names } });
export const findPackages = (q: string, signal: AbortSignal) =>
  request<wire.FoundPackages>("GET", withQuery(at("packages"), { q }), { signal });

// Runs

/** The address of a run's whole output as text. */
export const outputAddress = (id: wire.WorkspaceID, run: wire.RunID) =>
  at("workspaces", id, "runs", run, "output");

// Language service

/** Starts the language service of a workspace anew. */
export const restartLanguage = (id: wire.WorkspaceID) =>
  request<void>("POST", at("workspaces", id, "language", "restart"));

// Secrets

export const secrets = (signal: AbortSignal) => request<wire.SecretList>("GET", at("secrets"), { signal });
export const putSecret = (name: string, body: wire.PutSecret) =>
  request<void>("PUT", at("secrets", name), { body });
export const deleteSecret = (name: string) => request<void>("DELETE", at("secrets", name));
export const grantSecret = (id: wire.WorkspaceID, name: string) =>
  request<void>("PUT", at("workspaces", id, "secrets", name));
export const revokeSecret = (id: wire.WorkspaceID, name: string) =>
  request<void>("DELETE", at("workspaces", id, "secrets", name));
