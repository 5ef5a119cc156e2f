// Unconfirmed work in IndexedDB, one record per client and workspace.
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { MemoryWorkStore, type WorkRecord, type WorkStore } from "~/engine/records.ts";
import type { ClientID, WorkspaceID } from "~/protocol/wire.ts";

interface Schema extends DBSchema {
  work: { key: [WorkspaceID, ClientID]; value: WorkRecord };
}

const SAVE_LIMIT_MS = 1_000;

class IndexedWorkStore implements WorkStore {
  constructor(private readonly db: IDBPDatabase<Schema>) {}

  /** Saving must not hold sending up for long: a stuck disk is an error after a second. */
  async save(record: WorkRecord): Promise<void> {
    await within(SAVE_LIMIT_MS, this.db.put("work", record));
  }

  async load(workspace: WorkspaceID, client: ClientID): Promise<WorkRecord | undefined> {
    return this.db.get("work", [workspace, client]);
  }

  async clients(workspace: WorkspaceID): Promise<ClientID[]> {
    const keys = await this.db.getAllKeys("work", IDBKeyRange.bound([workspace], [workspace, []]));
    return keys.map(([, client]) => client);
  }

  async remove(workspace: WorkspaceID, client: ClientID): Promise<void> {
    await within(SAVE_LIMIT_MS, this.db.delete("work", [workspace, client]));
  }
}

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the browser's storage does not answer")), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Opens the store of this browser; one that lasts as long as the page where there is none. */
export async function openWorkStore(): Promise<WorkStore> {
  try {
    const opened = openDB<Schema>("srcbook", 1, {
      upgrade: (db) => {
        db.createObjectStore("work", { keyPath: ["workspace", "client"] });
      },
    });
    return new IndexedWorkStore(await within(3 * SAVE_LIMIT_MS, opened));
  } catch {
    return new MemoryWorkStore();
  }
}
