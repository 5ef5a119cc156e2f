// Real engines of the browser against the real server: people who write, undo, lose their connection and
// reload at random must all end with the same notebook, which is the server's.
// SRCBOOK_STORM_SEED repeats the choices of a run; SRCBOOK_STORM_OPS says how many there are.
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { after, before, test } from "node:test";
import type { ChangeSet, EditorState, StateCommand } from "../../ui/node_modules/@codemirror/state/dist/index.d.ts";
import type { StructuralOp } from "../../ui/src/engine/outbox.ts";
import type { Session } from "../../ui/src/engine/session.ts";
import type { UndoStack } from "../../ui/src/engine/undo.ts";
import type { Socket, SocketLink } from "../../ui/src/protocol/socket.ts";
import { type Engine, loadEngine } from "./engine.ts";
import { notebookFile, poll, Server } from "./harness.ts";

const seed = Number(process.env.SRCBOOK_STORM_SEED ?? randomInt(2 ** 31));
const count = Number(process.env.SRCBOOK_STORM_OPS ?? 3_000);
const WRITERS = 6;
const MOST_CELLS = 24;
const LETTERS = [..."abcxyz  \n\n.;(){}", "é", "語", "😀", "العربية"];

let engine: Engine;
let server: Server;

before(async () => {
  assert.ok("WebSocket" in globalThis, "Node 20 needs --experimental-websocket, as `npm test` gives it");
  [engine, server] = await Promise.all([loadEngine(), Server.start()]);
});
after(() => server?.remove());

/** Numbers in [0, 1) that a seed decides (mulberry32). */
function randomOf(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A tab with an editor on every cell, without a page around them. */
class Writer {
  session!: Session;
  readonly lost: string[] = [];
  private readonly store = new engine.MemoryWorkStore();
  private readonly socket: Socket;
  private undoable!: UndoStack;
  private editors = new Map<string, EditorState>();
  private web: WebSocket | undefined;
  private unlisten = () => {};

  constructor(
    readonly client: string,
    private readonly workspace: string,
    private readonly random: () => number,
  ) {
    this.socket = new engine.Socket({
      url: server.ready.url.replace(/^http/, "ws") + "/api/socket",
      random: () => 0,
      create: (url) => {
        const headers = { authorization: `Bearer ${server.ready.token}` };
        // @ts-expect-error Node's own WebSocket takes headers
        this.web = new WebSocket(url, { headers });
        return this.web as WebSocket;
      },
    });
  }

  async open(): Promise<void> {
    const { workspace, client, store } = this;
    const left = await store.load(workspace, client);
    const hooks = { lost: (cell: string, text: string) => void this.lost.push(`${cell}: ${text}`) };
    this.session = new engine.Session({ workspace, client, store, left, hooks });
    this.undoable = new engine.UndoStack();
    this.editors = new Map();
    const { session } = this;
    this.unlisten = this.socket.listen({
      connected: (link) => session.connected(this.stuttering(link)),
      disconnected: () => session.disconnected(),
      message: (message) => session.receive(message),
    });
    this.socket.start();
  }

  /** A connection that says some operations twice. */
  private stuttering(link: SocketLink): SocketLink {
    const send: SocketLink["send"] = (message) => {
      link.send(message);
      if (message.type === "op" && this.random() < 0.05) link.send(message);
    };
    return { send, nextChannel: () => link.nextChannel() };
  }

  async reload(): Promise<void> {
    this.unlisten();
    this.session.dispose();
    await this.open();
  }

  cut(): void {
    this.web?.close();
  }

  heal(): void {
    this.socket.retry();
  }

  close(): void {
    this.unlisten();
    this.socket.close();
  }

  /** One random thing that a person does. */
  act(): void {
    const { state, loaded } = this.session.view;
    if (!loaded) return;
    const cell = this.pick(state.cells)?.id ?? "package.json";
    const other = this.pick(state.cells)?.id ?? "";
    const what = this.random();
    if (what < 0.7) this.write();
    else if (what < 0.78) this.command(this.random() < 0.7 ? engine.undo : engine.redo);
    else if (what < 0.82) this.restructure({ type: "cell.move", cell, after: other });
    else if (what < 0.86 && state.cells.length < MOST_CELLS) this.insert(other);
    else if (what < 0.9) this.restructure({ type: "cell.delete", cell });
    else if (what < 0.92) this.restructure({ type: "cell.rename", cell, filename: this.filename() });
    else if (what < 0.93) this.restructure({ type: "title.set", title: `Storm ${this.filename()}` });
    else if (what < 0.95) {
      const removed = this.pick(state.removed);
      if (removed) this.restructure({ type: "cell.restore", cell: removed.cell.id });
    } else this.undoStructure();
  }

  private pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.random() * list.length)];
  }

  private filename(): string {
    return `f${Math.floor(this.random() * 30)}.ts`;
  }

  private insert(after: string): void {
    const cell = `${this.client}-${Math.floor(this.random() * 1e9)}`;
    this.restructure({ type: "cell.insert", cell, after, kind: "code", filename: this.filename(), text: "new" });
  }

  private restructure(op: StructuralOp): void {
    this.undoable.record(this.session.view.state, op);
    void this.session.submit(op);
  }

  private undoStructure(): void {
    const { state } = this.session.view;
    const step = this.random() < 0.7 ? this.undoable.undo(state) : this.undoable.redo(state);
    if (step?.type === "texts") this.session.rewriteAll(step.edits);
    else if (step) void this.session.submit(step);
  }

  /** Types into, or deletes from, a cell; now and then a deleted one, as in a tab that has not heard of it. */
  private write(): void {
    const { state } = this.session.view;
    const all = this.random() < 0.1 ? state.removed.map((r) => r.cell) : state.cells.filter((c) => c.kind === "code");
    const cell = this.pick(all);
    const editor = cell && this.editor(cell.id);
    if (!cell || !editor) return;
    const from = this.boundary(editor, Math.floor(this.random() * (editor.doc.length + 1)));
    const to = this.random() < 0.35 ? this.boundary(editor, Math.min(editor.doc.length, from + 1 + Math.floor(this.random() * 6))) : from;
    const insert = from === to || this.random() < 0.3 ? (this.pick(LETTERS) ?? "") : "";
    this.dispatch(cell.id, editor.update({ changes: { from, to, insert } }));
  }

  /** A position that does not split a surrogate pair. */
  private boundary({ doc }: EditorState, at: number): number {
    return /[\uDC00-\uDFFF]/.test(doc.sliceString(at, at + 1)) ? at - 1 : at;
  }

  private command(command: StateCommand): void {
    const [cell, state] = this.pick([...this.editors]) ?? [];
    if (cell && state) command({ state, dispatch: (tr) => this.dispatch(cell, tr) });
  }

  private dispatch(cell: string, tr: { state: EditorState; changes: ChangeSet; docChanged: boolean }): void {
    this.editors.set(cell, tr.state);
    if (tr.docChanged) this.session.edit(cell, tr.changes);
  }

  private editor(cell: string): EditorState | undefined {
    const known = this.editors.get(cell);
    if (known) return known;
    const text = this.text(cell);
    if (!text) return undefined;
    const editor = engine.EditorState.create({ doc: text, extensions: [engine.history()] });
    this.editors.set(cell, editor);
    this.session.onText(cell, (changes) => {
      const present = this.editors.get(cell);
      if (present) this.editors.set(cell, present.update(engine.received(changes)).state);
    });
    return editor;
  }

  private text(cell: string) {
    const { cells, removed } = this.session.view.state;
    return [...cells, ...removed.map((r) => r.cell)].find((c) => c.id === cell)?.text;
  }

  /** Everything is confirmed, up to an operation. */
  isQuiet(): boolean {
    const { connection, unconfirmed } = this.session.view;
    return connection === "live" && unconfirmed === 0;
  }

  /** The notebook as this tab has it. */
  plain() {
    const { title, cells, removed } = this.session.view.state;
    const cell = (c: (typeof cells)[number]) => ({ id: c.id, filename: c.filename, version: c.version, text: c.text.toString() });
    return { title, cells: cells.map(cell), removed: removed.map((r) => ({ after: r.after, ...cell(r.cell) })) };
  }

  /** The cells whose editors show something else than the session holds. */
  astray(): string[] {
    return [...this.editors].filter(([cell, { doc }]) => doc.toString() !== this.text(cell)?.toString()).map(([cell]) => cell);
  }
}

test(`all end with the notebook of the server (seed ${seed}, ${count} steps)`, async () => {
  const random = randomOf(seed);
  const id = await server.importNotebook(notebookFile("Storm", [{ name: "a.ts", text: "alpha\nbeta" }, { name: "b.ts", text: "gamma" }]));
  const writers = Array.from({ length: WRITERS }, (_, i) => new Writer(`writer${i}`, id, random));
  await Promise.all(writers.map((w) => w.open()));
  await quiet(writers);

  for (let i = 0; i < count; i++) {
    const writer = writers[Math.floor(random() * WRITERS)] as Writer;
    const what = random();
    if (what < 0.004) await writer.reload();
    else if (what < 0.012) writer.cut();
    else if (what < 0.03) writer.heal();
    else writer.act();
    if (random() < 0.3) await new Promise((resolve) => setImmediate(resolve));
  }

  await quiet(writers);
  const late = new Writer("late", id, random);
  await late.open();
  await quiet([late]);
  for (const w of writers) {
    assert.deepEqual(w.plain(), late.plain(), w.client);
    assert.deepEqual(w.lost, [], w.client);
    assert.deepEqual(w.astray(), [], w.client);
  }
  assertExported(await server.api<string>("GET", `/api/workspaces/${id}/export`), late);
  console.log(`storm: seed ${seed}, ${count} steps, ${late.session.view.seq} operations accepted`);
  for (const w of [...writers, late]) w.close();
});

/** Waits until all writers are connected and have the same confirmed operations, and no other. */
function quiet(writers: readonly Writer[]): Promise<void> {
  return poll(async () => {
    for (const w of writers) w.heal();
    const seqs = new Set(writers.map((w) => w.session.view.seq));
    if (seqs.size === 1 && writers.every((w) => w.isQuiet())) return;
    const where = writers.map(({ session: { view } }) => `${view.connection} at ${view.seq} with ${view.unconfirmed} unconfirmed`);
    throw new Error(`seed ${seed}: the writers do not come to rest: ${where.join(", ")}`);
  });
}

/** The export holds the title and every code cell, in order. */
function assertExported(markdown: string, { session }: Writer): void {
  const { title, cells } = session.view.state;
  assert.ok(markdown.includes(`# ${title}\n`), "the title");
  let at = 0;
  for (const { filename, kind, text } of cells) {
    if (kind !== "code") continue;
    at = markdown.indexOf(`###### ${filename}\n\n\`\`\`typescript\n${text}`, at);
    assert.notEqual(at, -1, `${filename} is missing or elsewhere`);
  }
}
