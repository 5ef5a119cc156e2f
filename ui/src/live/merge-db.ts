// Texts from before merges in IndexedDB, until they were looked at. It is a database of its own: a page of an
// earlier version that is still open would block the upgrade of the one with the unsent work.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { CellID, WorkspaceID } from "~/protocol/wire.ts";
import type { MergeStore } from "./merges.ts";

interface KeptText {
  workspace: WorkspaceID;
  cell: CellID;
  text: string;
  /** When it was kept, as milliseconds. */
  at: number;
}

interface Schema extends DBSchema {
  texts: { key: [WorkspaceID, CellID]; value: KeptText };
}

/** What nobody came back for is forgotten. */
const KEPT_MS = 30 * 24 * 3_600_000;

const ofWorkspace = (workspace: WorkspaceID) => IDBKeyRange.bound([workspace], [workspace, []]);

/** The texts that this browser keeps for a workspace. Without IndexedDB they last as long as the page. */
export class IndexedMergeStore implements MergeStore {
  private db: Promise<IDBPDatabase<Schema>> | undefined;

  constructor(
    private readonly workspace: WorkspaceID,
    private readonly now: () => number = Date.now,
  ) {}

  async load(): Promise<ReadonlyMap<CellID, string>> {
    const db = await this.open();
    const kept = new Map<CellID, string>();
    for (const { cell, text, at } of await db.getAll("texts", ofWorkspace(this.workspace))) {
      if (this.now() - at < KEPT_MS) kept.set(cell, text);
      else await this.remove(cell);
    }
    return kept;
  }

  async save(cell: CellID, text: string): Promise<void> {
    await (await this.open()).put("texts", { workspace: this.workspace, cell, text, at: this.now() });
  }

  async remove(cell: CellID): Promise<void> {
    await (await this.open()).delete("texts", [this.workspace, cell]);
  }

  private open(): Promise<IDBPDatabase<Schema>> {
    this.db ??= openDB<Schema>("srcbook-merges", 1, {
      upgrade: (db) => {
        db.createObjectStore("texts", { keyPath: ["workspace", "cell"] });
      },
    });
    return this.db;
  }
}
