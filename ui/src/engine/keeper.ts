import type { ClientID, WorkspaceID } from "~/protocol/wire.ts";
import { isIdle, type WorkRecord, type WorkStore } from "./records.ts";

const RESERVE = 1_000;

/** Keeps a client's unconfirmed work in a store. A store that fails holds nothing up. */
export class Keeper {
  private reserved: number;
  private stored: boolean;

  constructor(
    private readonly store: WorkStore,
    private readonly workspace: WorkspaceID,
    private readonly client: ClientID,
    left: WorkRecord | undefined,
  ) {
    this.reserved = left?.reserved ?? 0;
    this.stored = left !== undefined;
  }

  /**
   * Saves the work, or removes the record when there is none. Counters are reserved ahead of their
   * use, so that a page that dies between sending and saving leaves none to be used twice.
   */
  async save(work: Pick<WorkRecord, "ops" | "drafts">, lastCounter: number): Promise<void> {
    if (lastCounter > this.reserved - RESERVE / 2) this.reserved = lastCounter + RESERVE;
    const { workspace, client, reserved } = this;
    const record = { workspace, client, reserved, ...work };
    try {
      if (!isIdle(record)) {
        this.stored = true;
        await this.store.save(record);
      } else if (this.stored) {
        this.stored = false;
        await this.store.remove(workspace, client);
      }
    } catch {
      this.stored = true;
    }
  }
}
