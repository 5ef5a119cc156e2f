// What is kept of unconfirmed work outside the page, so that a reload or a crash loses none of it.
import type { CellID, ChangeSetJSON, ClientID, ClientOp, WorkspaceID } from "~/protocol/wire.ts";

/** The unconfirmed edits of one cell. */
export interface DraftRecord {
  readonly cell: CellID;
  readonly version: number;
  /** The confirmed text at that version. */
  readonly base: string;
  readonly unconfirmed: readonly ChangeSetJSON[];
  /** The first `count` edits were sent as this operation. */
  readonly inFlight?: { readonly counter: number; readonly count: number };
}

/** A structural operation that is not confirmed. Without a counter it was never sent. */
export interface OpRecord {
  readonly counter?: number;
  readonly op: ClientOp;
}

/** All unconfirmed work of one client in one workspace. */
export interface WorkRecord {
  readonly workspace: WorkspaceID;
  readonly client: ClientID;
  /** Counters up to this one may have been used. */
  readonly reserved: number;
  readonly ops: readonly OpRecord[];
  readonly drafts: readonly DraftRecord[];
}

/** Reports whether a record holds nothing that could be lost. */
export function isIdle(record: WorkRecord): boolean {
  return record.ops.length === 0 && record.drafts.length === 0;
}

/** Where work records are kept. A failed call leaves the old record in place. */
export interface WorkStore {
  save(record: WorkRecord): Promise<void>;
  load(workspace: WorkspaceID, client: ClientID): Promise<WorkRecord | undefined>;
  /** The clients with a record in a workspace. */
  clients(workspace: WorkspaceID): Promise<ClientID[]>;
  remove(workspace: WorkspaceID, client: ClientID): Promise<void>;
}

/** A store that lasts as long as the page, for browsers without storage and for tests. */
export class MemoryWorkStore implements WorkStore {
  private readonly records = new Map<string, WorkRecord>();

  async save(record: WorkRecord): Promise<void> {
    this.records.set(`${record.workspace} ${record.client}`, structuredClone(record));
  }

  async load(workspace: WorkspaceID, client: ClientID): Promise<WorkRecord | undefined> {
    return this.records.get(`${workspace} ${client}`);
  }

  async clients(workspace: WorkspaceID): Promise<ClientID[]> {
    return [...this.records.values()].filter((r) => r.workspace === workspace).map((r) => r.client);
  }

  async remove(workspace: WorkspaceID, client: ClientID): Promise<void> {
    this.records.delete(`${workspace} ${client}`);
  }
}
