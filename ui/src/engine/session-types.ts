// What a session is given and what it gives: types only.
import type { ChangeSet } from "@codemirror/state";
import type {
  CellID,
  ClientID,
  ClientMessage,
  ClientOp,
  Diagnostics,
  Fault,
  FolderConflict,
  LanguageStatus,
  Output,
  PackagesStatus,
  People,
  RunID,
  WorkspaceID,
} from "~/protocol/wire.ts";
import type { WorkRecord, WorkStore } from "./records.ts";
import type { LiveState } from "./state.ts";

/** A connection that is open. Messages arrive at the server in the order sent, or not at all. */
export interface Link {
  send(message: ClientMessage): void;
  /** A channel number that this connection has not used. */
  nextChannel(): number;
}

/** What happens beside the state. Callbacks must not call back into the session. */
export interface SessionHooks {
  output?(message: Output): void;
  /** How many chunks of each run are here already. */
  outputs?(): Record<RunID, number>;
  /** All that the language server has to say about a version of a cell. */
  diagnostics?(message: Diagnostics): void;
  language?(status: LanguageStatus): void;
  /** Who else is in the workspace. */
  people?(message: People): void;
  /** Changes of a cell's text became part of the confirmed state; they led to `version`. */
  edited?(cell: CellID, changes: readonly ChangeSet[], by: ClientID, version: number): void;
  /** The server refused an operation that nobody awaits, or kept refusing an edit. */
  refused?(op: ClientOp, fault: Fault): void;
  /** Edits could not be merged; `text` is the cell as this tab had it. */
  lost?(cell: CellID, text: string, fault: Fault): void;
  /** Edits made here were merged into a text that had moved on unseen; `text` is the cell as it was here. */
  merged?(cell: CellID, text: string): void;
}

export interface SessionOptions {
  readonly workspace: WorkspaceID;
  readonly client: ClientID;
  readonly store: WorkStore;
  /** The work that an earlier page of this client left. */
  readonly left?: WorkRecord | undefined;
  readonly hooks?: SessionHooks;
  /** Runs a function later; returns what cancels it. */
  readonly later?: (ms: number, run: () => void) => () => void;
  /**
   * Runs a function soon: saving and sending what was typed, which a page puts off until the frame is
   * drawn that shows it. Without it that happens at once.
   */
  readonly soon?: (run: () => void) => void;
}

export type Connection = "offline" | "opening" | "replaying" | "live" | "closed";

/** What a session shows. A new value with each change; its parts keep their identity. */
export interface SessionView {
  readonly state: LiveState;
  /** The last operation that the confirmed part of the state holds. */
  readonly seq: number;
  readonly loaded: boolean;
  readonly connection: Connection;
  /** Edits and operations that the server has not confirmed. */
  readonly unconfirmed: number;
  /** Why nothing is saved at the moment. */
  readonly blocked: Fault | undefined;
  /** Why the session ended for good. */
  readonly closed: Fault | undefined;
  readonly packages: PackagesStatus | undefined;
  /** Files that differ on disk in a way that was not brought in. */
  readonly conflicts: readonly FolderConflict[];
}
