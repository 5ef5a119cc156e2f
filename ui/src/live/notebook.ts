// An open workspace of this tab: its session, its outputs, and the unsent work of tabs that died.
import type { WorkStore } from "~/engine/records.ts";
import { Session } from "~/engine/session.ts";
import type { SessionHooks } from "~/engine/session-types.ts";
import type { Socket } from "~/protocol/socket.ts";
import type { CellID, ClientID, WorkspaceID } from "~/protocol/wire.ts";
import { afterFrame } from "./after-frame.ts";
import { type Claims, newClientID, type Release } from "./claims.ts";
import { Language } from "./language.ts";
import { IndexedMergeStore } from "./merge-db.ts";
import { Merges } from "./merges.ts";
import { Outputs } from "./outputs.ts";
import { Presence } from "./presence.ts";

export interface LiveNotebook {
  readonly workspace: WorkspaceID;
  readonly session: Session;
  readonly outputs: Outputs;
  readonly language: Language;
  readonly presence: Presence;
  readonly merges: Merges;
  /** Leaves the workspace. */
  close(): void;
}

export interface LiveParts {
  readonly socket: Socket;
  readonly store: WorkStore;
  readonly claims: Claims;
}

/**
 * Opens a workspace: under the client id of a page that went away with unsent work, where there is
 * one, else under a new one.
 */
export async function openNotebook(
  workspace: WorkspaceID,
  parts: LiveParts,
  given: Pick<SessionHooks, "refused" | "lost">,
): Promise<LiveNotebook> {
  const merges = new Merges(new IndexedMergeStore(workspace));
  void merges.restore();
  const hooks = { ...given, merged: (cell: CellID, text: string) => merges.keep(cell, text) };
  const orphans = await claimOrphans(workspace, parts);
  const [own, ...others] = orphans;
  const client = own?.client ?? newClientID();
  const release = own?.release ?? (await parts.claims.claim(`${workspace} ${client}`));
  const left = own && (await parts.store.load(workspace, client));
  const outputs = new Outputs();
  const session = new Session({
    workspace,
    client,
    store: parts.store,
    left,
    soon: afterFrame,
    hooks: {
      ...hooks,
      output: (m) => outputs.receive(m),
      outputs: () => outputs.counts(),
      diagnostics: (m) => language.receive(m),
      language: (status) => language.receiveStatus(status),
      people: (m) => presence.receive(m),
      edited: (...change) => presence.edited(...change),
    },
  });
  const language = new Language(session);
  const presence = new Presence(session);
  const unlisten = join(session, parts.socket);
  const forget = keepOutputs(session, outputs);
  for (const orphan of others) void deliver(workspace, orphan, parts, hooks);
  return {
    workspace,
    session,
    outputs,
    language,
    presence,
    merges,
    close() {
      language.close();
      presence.close();
      unlisten();
      forget();
      session.dispose();
      release?.();
    },
  };
}

/** Forgets outputs with their runs. */
function keepOutputs(session: Session, outputs: Outputs): () => void {
  let known = session.view.state.runs;
  return session.subscribe(() => {
    const { runs } = session.view.state;
    if (runs === known) return;
    known = runs;
    outputs.keep(new Set(runs.map((r) => r.id)));
  });
}

/** Connects a session with the tab's socket. */
function join(session: Session, socket: Socket): () => void {
  return socket.listen({
    connected: (link) => session.connected(link),
    disconnected: () => session.disconnected(),
    message: (message) => session.receive(message),
  });
}

interface Orphan {
  readonly client: ClientID;
  readonly release: Release;
}

/** Takes over the clients with unsent work whose pages are gone. */
async function claimOrphans(workspace: WorkspaceID, { store, claims }: LiveParts): Promise<Orphan[]> {
  const orphans: Orphan[] = [];
  for (const client of await store.clients(workspace).catch(() => [])) {
    const release = await claims.claim(`${workspace} ${client}`);
    if (release) orphans.push({ client, release });
  }
  return orphans;
}

/** Sends what a dead page left, beside the tab's own session, and ends when all is confirmed. */
async function deliver(
  workspace: WorkspaceID,
  { client, release }: Orphan,
  { store, socket }: LiveParts,
  hooks: SessionHooks,
): Promise<void> {
  const left = await store.load(workspace, client);
  const session = new Session({ workspace, client, store, left, hooks });
  const unlisten = join(session, socket);
  const unsubscribe = session.subscribe(() => {
    const { connection, loaded, unconfirmed } = session.view;
    const delivered = connection === "live" && loaded && unconfirmed === 0;
    if (!delivered && connection !== "closed") return;
    unsubscribe();
    queueMicrotask(async () => {
      if (delivered) await store.remove(workspace, client).catch(() => {});
      unlisten();
      session.dispose();
      release();
    });
  });
}
