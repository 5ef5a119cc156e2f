import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import type { Answered } from "./asks.ts";
import { MemoryWorkStore } from "./records.ts";
import { Session } from "./session.ts";
import { textOf } from "./state.ts";
import { ModelServer } from "./testing/model-server.ts";

const settle = async () => {
  for (let i = 0; i < 12; i++) await Promise.resolve();
};

const typed = (at: number, length: number, insert: string) =>
  ChangeSet.of({ from: at, insert: Text.of([insert]) }, length);

/** A session with one cell "a" and everything that it sends from now on. */
async function opened() {
  const server = new ModelServer([
    { id: "a", kind: "code", filename: "a.ts", text: textOf("one"), version: 0 },
  ]);
  const session = new Session({ workspace: "w", client: "c", store: new MemoryWorkStore() });
  const connection = server.connect();
  session.connected(connection);
  /** Handles all that was sent; returns its types. */
  const serve = async () => {
    await settle();
    const sent = connection.toServer.map((m) => m.type);
    while (server.step(connection));
    return sent;
  };
  const deliver = async () => {
    for (let m = connection.toClient.shift(); m; m = connection.toClient.shift()) session.receive(m);
    await settle();
  };
  await serve();
  await deliver();
  const ask = (signal?: AbortSignal) =>
    session.ask({
      method: "textDocument/hover",
      cells: ["a"],
      params: () => session.view.state.cells[0]?.text.toString(),
      signal,
    });
  return { session, connection, serve, deliver, ask };
}

describe("Session.ask", () => {
  it("sends a question after the edits before it, with the text of that moment", async () => {
    const { session, connection, ask } = await opened();
    session.edit("a", typed(3, 3, "!"));
    void ask();
    await settle();
    expect(connection.toServer).toMatchObject([
      { type: "op" },
      { type: "ask", channel: 1, id: 1, method: "textDocument/hover", params: "one!" },
    ]);
  });

  it("waits while edits cannot be sent before others are confirmed", async () => {
    const { session, connection, serve, deliver, ask } = await opened();
    session.edit("a", typed(3, 3, "!"));
    await settle();
    session.edit("a", typed(4, 4, "?"));
    void ask();
    expect(await serve()).toEqual(["op"]);
    session.edit("a", typed(5, 5, "."));
    await deliver();
    expect(connection.toServer).toMatchObject([{ type: "op" }, { type: "ask", params: "one!?." }]);
  });

  it("hands the answer over, and ignores one that nobody waits for", async () => {
    const { session, ask } = await opened();
    const answered = ask();
    await settle();
    session.receive({ type: "answer", channel: 1, id: 7, result: "other" });
    session.receive({ type: "answer", channel: 1, id: 1, result: "yes", versions: { a: 0 } });
    expect(await answered).toEqual<Answered>({ ok: true, result: "yes", versions: { a: 0 } });
  });

  it("tells the server of a question given up", async () => {
    const { connection, ask } = await opened();
    const asker = new AbortController();
    const answered = ask(asker.signal);
    await settle();
    asker.abort();
    expect(await answered).toEqual<Answered>({ ok: false });
    expect(connection.toServer.at(-1)).toEqual({ type: "forget", channel: 1, id: 1 });
  });

  it("fails without a connection, and when it goes", async () => {
    const { session, ask } = await opened();
    const answered = ask();
    await settle();
    session.disconnected();
    expect(await answered).toMatchObject({ ok: false, fault: { kind: "unavailable" } });
    expect(await ask()).toMatchObject({ ok: false, fault: { kind: "unavailable" } });
  });
});
