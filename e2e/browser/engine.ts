import { randomBytes } from "node:crypto";
import { build } from "esbuild";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ChangeSet, EditorState, StateCommand, TransactionSpec } from "../../ui/node_modules/@codemirror/state/dist/index.d.ts";
import type { MemoryWorkStore } from "../../ui/src/engine/records.ts";
import type { Session } from "../../ui/src/engine/session.ts";
import type { UndoStack } from "../../ui/src/engine/undo.ts";
import type { Socket } from "../../ui/src/protocol/socket.ts";

const ui = join(import.meta.dirname, "../../ui");

/** What of the interface works without a page: the engine, the socket, and editors without a view. */
export interface Engine {
  Session: typeof Session;
  Socket: typeof Socket;
  MemoryWorkStore: typeof MemoryWorkStore;
  UndoStack: typeof UndoStack;
  EditorState: typeof EditorState;
  history(): never;
  undo: StateCommand;
  redo: StateCommand;
  received(changes: ChangeSet): TransactionSpec;
}

const exported = `
  export { Session } from "~/engine/session.ts";
  export { Socket } from "~/protocol/socket.ts";
  export { MemoryWorkStore } from "~/engine/records.ts";
  export { UndoStack } from "~/engine/undo.ts";
  export { received } from "~/editor/sync.ts";
  export { EditorState } from "@codemirror/state";
  export { history, undo, redo } from "@codemirror/commands";
`;

/** Loads the interface's own sources into Node, as the browser gets them. */
export async function loadEngine(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), "srcbook-engine-"));
  const file = join(folder, `${randomBytes(4).toString("hex")}.mjs`);
  await build({
    stdin: { contents: exported, resolveDir: join(ui, "src"), loader: "ts" },
    alias: { "~": join(ui, "src") },
    bundle: true,
    format: "esm",
    platform: "browser",
    outfile: file,
    logLevel: "error",
  });
  const engine = (await import(pathToFileURL(file).href)) as Engine;
  await rm(folder, { recursive: true });
  const style = { style: {} };
  const document = Object.assign(new EventTarget(), { visibilityState: "visible", documentElement: style });
  Object.assign(globalThis, { window: new EventTarget(), document });
  return engine;
}
