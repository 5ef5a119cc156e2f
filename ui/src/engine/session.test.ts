import { ChangeSet, Text } from "@codemirror/state";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OpID } from "~/protocol/wire.ts";
import { MemoryWorkStore } from "./records.ts";
import { Session } from "./session.ts";
import type { SessionHooks } from "./session-types.ts";
import { type CellState, type LiveState, textOf } from "./state.ts";
import { type ModelConnection, ModelServer } from "./testing/model-server.ts";

const code = (id: string, text: string): CellState => ({
  id,
  kind: "code",
  filename: `${id}.ts`,
  text: textOf(text),
  version: 0,
});

/** Lets pending microtasks run: saving and sending go through promises. */
const settle = async () => {
  for (let i = 0; i < 12; i++) await Promise.resolve();
};

class Tab {
  session: Session;
  connection: ModelConnection | undefined;
  readonly lost: string[] = [];
  private timers: (() => void)[] = [];

  constructor(
    readonly server: ModelServer,
    readonly client: string,
    readonly store = new MemoryWorkStore(),
    hooks: SessionHooks = {},
  ) {
    this.session = this.make(undefined, hooks);
  }

  private make(left: Awaited<ReturnType<MemoryWorkStore["load"]>>, hooks: SessionHooks = {}): Session {
    return new Session({
      workspace: "w",
      client: this.client,
      store: this.store,
      left,
      hooks: { lost: (_, text) => this.lost.push(text), ...hooks },
      later: (_, run) => {
        this.timers.push(run);
        return () => {
          this.timers = this.timers.filter((t) => t !== run);
        };
      },
    });
  }

  connect(): void {
    this.cut();
    this.connection = this.server.connect();
    this.session.connected(this.connection);
  }

  cut(): void {
    if (!this.connection) return;
    this.server.cut(this.connection);
    this.connection = undefined;
    this.session.disconnected();
  }

  async reload(): Promise<void> {
    await settle();
    this.cut();
    this.session.dispose();
    this.session = this.make(await this.store.load("w", this.client));
    this.connect();
  }

  /** Lets up to n messages through in each direction. */
  async exchange(n: number): Promise<boolean> {
    await settle();
    let moved = false;
    for (let i = 0; i < n && this.connection; i++) {
      moved = this.server.step(this.connection) || moved;
      const message = this.connection.toClient.shift();
      if (message) {
        this.session.receive(message);
        moved = true;
      }
    }
    await settle();
    return moved;
  }

  fireTimers(): void {
    for (const run of this.timers.splice(0)) run();
  }

  type(cell: string, from: number, to: number, insert: string): void {
    const text = this.session.view.state.cells.find((c) => c.id === cell)?.text;
    if (!text) return;
    const [a, b] = [Math.min(from, text.length), Math.min(Math.max(from, to), text.length)];
    this.session.edit(
      cell,
      ChangeSet.of({ from: a, to: b, insert: Text.of(insert.split("\n")) }, text.length),
    );
  }
}

async function quiet(...tabs: Tab[]): Promise<void> {
  for (let round = 0; round < 400; round++) {
    let moved = false;
    for (const tab of tabs) moved = (await tab.exchange(20)) || moved;
    for (const tab of tabs) tab.fireTimers();
    if (!moved && tabs.every((t) => t.session.view.unconfirmed === 0)) return;
  }
  throw new Error("the session does not come to rest");
}

const plain = (state: LiveState) => ({
  title: state.title,
  cells: state.cells.map((c) => ({ ...c, text: c.text.toString() })),
  removed: state.removed.map((r) => ({ after: r.after, ...r.cell, text: r.cell.text.toString() })),
});

async function opened(server: ModelServer, client: string): Promise<Tab> {
  const tab = new Tab(server, client);
  tab.connect();
  await quiet(tab);
  return tab;
}

describe("Session", () => {
  it("shows an edit at once and confirms it", async () => {
    const tab = await opened(new ModelServer([code("a", "one")]), "t");
    tab.type("a", 3, 3, " two");
    expect(tab.session.view.state.cells[0]?.text.toString()).toBe("one two");
    expect(tab.session.view.unconfirmed).toBe(1);
    await quiet(tab);
    expect(tab.server.state.cells[0]?.text.toString()).toBe("one two");
  });

  it("keeps one edit in flight and batches the rest", async () => {
    const tab = await opened(new ModelServer([code("a", "")]), "t");
    for (const letter of "hello") tab.type("a", 99, 99, letter);
    await quiet(tab);
    expect(tab.server.state.cells[0]).toMatchObject({ version: 5 });
    expect(tab.server.accepted.length).toBeLessThan(5);
  });

  it("sends no more edits at once than the server takes", async () => {
    const tab = await opened(new ModelServer([code("a", "")]), "t");
    tab.cut();
    for (let i = 0; i < 1_500; i++) tab.type("a", 0, 0, "x");
    tab.connect();
    await quiet(tab);
    expect(tab.server.state.cells[0]).toMatchObject({ version: 1_500 });
    expect(tab.server.accepted).toHaveLength(2);
  });

  it("knows the files that differ on disk, until it opens anew", async () => {
    const tab = await opened(new ModelServer([code("a", "")]), "t");
    const conflict = {
      file: "src/a.ts",
      fault: { code: "SB-2009", kind: "conflict" as const, message: "Changed twice" },
      compare: true,
    };
    tab.session.receive({ type: "signal", channel: 1, folder: { conflicts: [conflict] } });
    expect(tab.session.view.conflicts).toEqual([conflict]);
    tab.connect();
    await quiet(tab);
    expect(tab.session.view.conflicts).toEqual([]);
  });

  it("merges edits of two tabs at the same place alike", async () => {
    const server = new ModelServer([code("a", "x")]);
    const [left, right] = [await opened(server, "l"), await opened(server, "r")];
    left.type("a", 1, 1, "L");
    right.type("a", 1, 1, "R");
    await quiet(left, right);
    expect(plain(left.session.view.state)).toEqual(plain(server.state));
    expect(plain(right.session.view.state)).toEqual(plain(server.state));
  });

  it("does not apply an edit twice whose confirmation was lost", async () => {
    const tab = await opened(new ModelServer([code("a", "x")]), "t");
    tab.type("a", 1, 1, "y");
    await settle();
    const connection = tab.connection;
    while (connection && tab.server.step(connection)); // accepted, but the ack never arrives
    tab.connect();
    await quiet(tab);
    expect(tab.server.state.cells[0]?.text.toString()).toBe("xy");
    expect(tab.session.view.state.cells[0]?.text.toString()).toBe("xy");
  });

  it("sends what was written offline after a reload, under the same client", async () => {
    const server = new ModelServer([code("a", "x")]);
    const tab = await opened(server, "t");
    tab.cut();
    tab.type("a", 1, 1, "y");
    void tab.session.submit({
      type: "cell.insert",
      cell: "b",
      after: "a",
      kind: "code",
      filename: "b.ts",
      text: "",
    });
    tab.type("b", 0, 0, "written offline");
    await tab.reload();
    await quiet(tab);
    expect(server.state.cells.map((c) => c.text.toString())).toEqual(["xy", "written offline"]);
    expect(await tab.store.clients("w")).toEqual([]);
  });

  it("goes on watching outputs on a new connection", async () => {
    const server = new ModelServer([code("a", "")]);
    const tab = new Tab(server, "ada");
    tab.session.watch("r1", true); // before there is a connection
    tab.session.watch("r2", true);
    tab.session.watch("r2", false);
    const watches = async () => {
      tab.connect();
      const sent: unknown[] = [];
      for (let i = 0; i < 4; i++) {
        await settle();
        sent.push(...(tab.connection?.toServer ?? []).filter((m) => m.type === "watch"));
        while (server.step(tab.connection as ModelConnection)) {}
        for (const m of tab.connection?.toClient.splice(0) ?? []) tab.session.receive(m);
      }
      return sent;
    };
    expect(await watches()).toEqual([{ type: "watch", channel: 1, run: "r1" }]);
    expect(await watches()).toEqual([{ type: "watch", channel: 1, run: "r1" }]);
  });

  it("uses no counter twice after a reload", async () => {
    const server = new ModelServer([code("a", "")]);
    const tab = await opened(server, "t");
    tab.type("a", 0, 0, "1");
    await settle();
    await tab.reload();
    await quiet(tab);
    tab.type("a", 0, 0, "2");
    await quiet(tab);
    expect(server.state.cells[0]?.text.length).toBe(2);
    expect(new Set(server.accepted).size).toBe(server.accepted.length);
  });

  it("merges by itself when the server forgot the version that an edit is based on", async () => {
    const server = new ModelServer([code("a", "one\ntwo\nthree")]);
    const [tab, peer] = [await opened(server, "t"), await opened(server, "p")];
    tab.cut();
    tab.type("a", 0, 3, "ONE");
    peer.type("a", 8, 13, "THREE");
    await quiet(peer);
    server.forget();
    tab.connect();
    await quiet(tab, peer);
    expect(server.state.cells[0]?.text.toString()).toBe("ONE\ntwo\nTHREE");
    expect(plain(tab.session.view.state)).toEqual(plain(server.state));
  });

  it("keeps edits while the server refuses to store them, and sends them when it accepts again", async () => {
    const server = new ModelServer([code("a", "x")]);
    const tab = await opened(server, "t");
    server.refusing = { code: "SB-6002", kind: "unavailable" };
    tab.type("a", 1, 1, "y");
    await tab.exchange(20);
    expect(tab.session.view.blocked?.code).toBe("SB-6002");
    expect(tab.session.view.unconfirmed).toBe(1);
    server.refusing = undefined;
    await quiet(tab);
    expect(server.state.cells[0]?.text.toString()).toBe("xy");
  });

  it("gives a new cell another name when its name was taken meanwhile", async () => {
    const server = new ModelServer([]);
    const [one, two] = [await opened(server, "1"), await opened(server, "2")];
    void one.session.submit({
      type: "cell.insert",
      cell: "b",
      after: "",
      kind: "code",
      filename: "b.ts",
      text: "",
    });
    void two.session.submit({
      type: "cell.insert",
      cell: "c",
      after: "",
      kind: "code",
      filename: "b.ts",
      text: "",
    });
    two.type("c", 0, 0, "mine");
    await quiet(one, two);
    expect(server.state.cells.map((c) => [c.filename, c.text.toString()]).sort()).toEqual([
      ["b-2.ts", "mine"],
      ["b.ts", ""],
    ]);
  });

  it("sends the edits of a cell before the run that was asked for after them", async () => {
    const server = new ModelServer([code("a", "")]);
    const tab = await opened(server, "t");
    tab.type("a", 0, 0, "1");
    await settle();
    tab.type("a", 1, 1, "2");
    void tab.session.submit({ type: "run.start", runs: [{ run: "r", cell: "a" }] });
    await quiet(tab);
    expect(server.state.runs[0]).toMatchObject({ version: 2 });
  });

  it("tells the person what a refused rename lacked", async () => {
    const server = new ModelServer([code("a", ""), code("b", "")]);
    const tab = await opened(server, "t");
    const outcome = await tab.session.submit({ type: "cell.rename", cell: "a", filename: "b.ts" });
    expect(outcome).toMatchObject({ ok: false, fault: { code: "SB-2004" } });
  });

  it("passes changes of others to the editor in terms of the text that it shows", async () => {
    const server = new ModelServer([code("a", "x")]);
    const [tab, peer] = [await opened(server, "t"), await opened(server, "p")];
    let shown = textOf("x");
    tab.session.onText("a", (changes) => {
      shown = changes.apply(shown);
    });
    const own = ChangeSet.of({ from: 0, insert: "mine " }, 1);
    shown = own.apply(shown);
    tab.session.edit("a", own);
    peer.type("a", 1, 1, "!");
    await quiet(tab, peer);
    expect(shown.toString()).toBe("mine x!");
  });
});

type Step =
  | { do: "type"; tab: number; cell: number; from: number; to: number; text: string }
  | { do: "insert" | "delete" | "restore" | "move" | "rename"; tab: number; cell: number; other: number }
  | { do: "exchange" | "cut" | "connect" | "reload"; tab: number; n: number }
  | { do: "forget" };

const tabIndex = fc.nat(2);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("type" as const),
      tab: tabIndex,
      cell: fc.nat(5),
      from: fc.nat(12),
      to: fc.nat(12),
      text: fc.constantFrom("", "a", "bc", "\n", "ü\nd"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "insert" as const,
        "delete" as const,
        "restore" as const,
        "move" as const,
        "rename" as const,
      ),
      tab: tabIndex,
      cell: fc.nat(5),
      other: fc.nat(5),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("exchange" as const), tab: tabIndex, n: fc.nat(6) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom("cut" as const, "connect" as const, "reload" as const),
      tab: tabIndex,
      n: fc.constant(0),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "forget" as const }) },
);

let serial = 0;
async function perform(tabs: Tab[], server: ModelServer, s: Step): Promise<void> {
  if (s.do === "forget") return server.forget();
  const tab = tabs[s.tab];
  if (!tab) return;
  const { cells, removed } = tab.session.view.state;
  const pick = (n: number) => cells[n % Math.max(cells.length, 1)]?.id ?? "";
  switch (s.do) {
    case "type":
      return tab.type(pick(s.cell), s.from, s.to, s.text);
    case "insert": {
      const id = `n${++serial}`;
      void tab.session.submit({
        type: "cell.insert",
        cell: id,
        after: pick(s.cell),
        kind: "code",
        filename: `f${s.other}.ts`,
        text: "n",
      });
      return;
    }
    case "delete":
      void tab.session.submit({ type: "cell.delete", cell: pick(s.cell) });
      return;
    case "restore":
      if (removed[0]) void tab.session.submit({ type: "cell.restore", cell: removed[0].cell.id });
      return;
    case "move":
      void tab.session.submit({ type: "cell.move", cell: pick(s.cell), after: pick(s.other) });
      return;
    case "rename":
      void tab.session.submit({ type: "cell.rename", cell: pick(s.cell), filename: `f${s.other}.ts` });
      return;
    case "exchange":
      await tab.exchange(s.n);
      return;
    case "cut":
      return tab.cut();
    case "connect":
      return tab.connect();
    case "reload":
      return tab.reload();
  }
}

describe("Session, whatever happens to its connection", () => {
  it("converges, loses nothing and applies nothing twice", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: "max" }), async (steps) => {
        const server = new ModelServer([code("a", "alpha\nbeta"), code("b", "gamma")]);
        const tabs = await Promise.all(["0", "1", "2"].map((name) => opened(server, name)));
        const shown = tabs.map((tab) => mirror(tab));
        for (const s of steps) await perform(tabs, server, s);
        for (const tab of tabs) tab.connect();
        await quiet(...tabs);
        for (const [i, tab] of tabs.entries()) {
          expect(plain(tab.session.view.state)).toEqual(plain(server.state));
          expect(tab.lost).toEqual([]);
          shown[i]?.check(tab);
        }
        expect(new Set<OpID>(server.accepted).size).toBe(server.accepted.length);
      }),
      { numRuns: 300 },
    );
  });

  it("applies every typed letter exactly once", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(tabIndex, fc.constantFrom("type", "exchange", "cut", "connect", "reload")), {
          maxLength: 80,
          size: "max",
        }),
        async (steps) => {
          const server = new ModelServer([code("a", "")]);
          const tabs = await Promise.all(["0", "1", "2"].map((name) => opened(server, name)));
          let typed = 0;
          for (const [i, what] of steps) {
            const tab = tabs[i];
            if (!tab) continue;
            if (what === "type" && tab.session.view.loaded)
              tab.type("a", typed, typed, String.fromCodePoint(0x4e00 + typed++));
            else if (what === "exchange") await tab.exchange(3);
            else if (what === "cut") tab.cut();
            else if (what === "connect") tab.connect();
            else if (what === "reload") await tab.reload();
          }
          for (const tab of tabs) tab.connect();
          await quiet(...tabs);
          const letters = [...(server.state.cells[0]?.text.toString() ?? "")].sort().join("");
          expect(letters).toBe(
            Array.from({ length: typed }, (_, n) => String.fromCodePoint(0x4e00 + n)).join(""),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Follows the first cell as an editor does, and checks that it shows what the session holds. */
function mirror(tab: Tab): { check(tab: Tab): void } {
  const session = tab.session;
  const start = session.view.state.cells[0];
  if (!start) return { check() {} };
  let text = start.text;
  const edit = session.edit.bind(session);
  session.edit = (cell, changes) => {
    if (cell === start.id) text = changes.apply(text);
    edit(cell, changes);
  };
  session.onText(start.id, (changes) => {
    text = changes.apply(text);
  });
  return {
    check(after) {
      if (after.session !== session) return; // reloaded: its editor began anew
      const all = [...session.view.state.cells, ...session.view.state.removed.map((r) => r.cell)];
      expect(text.toString()).toBe(all.find((c) => c.id === start.id)?.text.toString());
    },
  };
}
