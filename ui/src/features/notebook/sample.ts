// A notebook whose values are marks, for the build to draw; public/first-paint.js fills it in.
import { MemoryWorkStore } from "~/engine/records.ts";
import type { LiveParts } from "~/live/notebook.ts";
import { Socket } from "~/protocol/socket.ts";
import type { CellKind, Output, ServerMessage, Snapshot, WorkspaceID } from "~/protocol/wire.ts";
import { Opening, provide } from "./opening.ts";
import { rendering } from "./Prose.tsx";

const someTime = "2000-01-01T00:00:00Z";

const cell = (id: string, kind: CellKind, text: string) => ({ id, kind, text, version: 0 });

const snapshot = {
  kind: "notebook",
  title: "{title}",
  language: "typescript",
  cells: [
    cell("prose", "markdown", "{prose}"),
    { ...cell("code", "code", "{code}"), filename: "{filename}" },
  ],
  removed: [],
  runs: [
    {
      id: "run",
      cell: "code",
      filename: "{filename}",
      phase: "exited",
      version: 0,
      queuedAt: someTime,
      exit: { reason: "finished", code: 0 },
    },
  ],
  confirmed: 0,
} as unknown as Snapshot;

const output: Output = {
  type: "output",
  channel: 1,
  run: "run",
  from: 0,
  to: 1,
  chunks: [{ s: "out", t: "{output}\n" }],
};

/** Has the page of this notebook begin with one text and one cell that ran. */
export async function openSample(workspace: WorkspaceID): Promise<void> {
  const parts: LiveParts = {
    socket: new Socket({ url: "" }),
    store: new MemoryWorkStore(),
    claims: { claim: () => Promise.resolve(() => {}) },
  };
  const opening = new Opening(workspace, Promise.resolve(parts));
  provide(workspace, opening);
  const [{ session }] = await Promise.all([opening.opened, rendering.load()]);
  session.connected({ send: () => {}, nextChannel: () => 1 });
  const opened: ServerMessage = {
    type: "opened",
    channel: 1,
    seq: 1,
    head: 1,
    snapshot: { ...snapshot, workspace },
  };
  for (const message of [opened, output]) session.receive(message);
}
