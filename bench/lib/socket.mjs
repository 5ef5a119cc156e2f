// A client of our socket: one connection, the channels on it, what they acknowledge and print.
import { randomBytes } from "node:crypto";
import WebSocket from "ws";
import { deferred, limit } from "./child.mjs";

/** Connects to a server as `server.mjs` describes it. */
export async function connect(server) {
  const address = server.url.replace(/^http/, "ws") + "/api/socket";
  const socket = new WebSocket(address, { headers: { Authorization: `Bearer ${server.token}` }, perMessageDeflate: false, maxPayload: 0 });
  const connection = new Connection(socket);
  await limit(connection.welcome.promise, "welcome of the socket");
  return connection;
}

class Connection {
  welcome = deferred();
  #channels = new Map();
  #opened = 0;
  #failed;

  constructor(socket) {
    this.socket = socket;
    socket.on("message", (raw) => {
      const frame = JSON.parse(raw);
      if (Array.isArray(frame)) for (const message of frame) this.#receive(message);
      else this.#receive(frame);
    });
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("the server closed the socket")));
  }

  #fail(error) {
    this.#failed = error;
    this.welcome.reject(error);
    this.welcome.promise.catch(() => {});
    for (const channel of this.#channels.values()) channel.fail(error);
  }

  #receive(message) {
    if (message.type === "welcome") this.welcome.resolve(message);
    else this.#channels.get(message.channel)?.receive(message);
  }

  /** Opens a workspace. Operations may be submitted at once; `opened` resolves with the snapshot. */
  open(workspace) {
    const channel = new Channel(this, ++this.#opened, workspace);
    this.#channels.set(channel.number, channel);
    if (this.#failed) channel.fail(this.#failed);
    return channel;
  }

  send(message) {
    this.socket.send(JSON.stringify(message));
  }

  /** Stops reading, as a tab does whose network or person has gone away. */
  stall() {
    this.socket._socket.pause();
  }

  close() {
    this.socket.removeAllListeners();
    this.socket.on("error", () => {});
    this.socket.terminate();
  }
}

class Channel {
  #client = randomBytes(9).toString("hex");
  #counter = 0;
  #pending = new Map();
  #opening = deferred();
  /** Called with each message that is not an answer to an operation of this channel. */
  heard = () => {};

  constructor(connection, number, workspace) {
    Object.assign(this, { connection, number, workspace });
    this.#opening.promise.catch(() => {});
    connection.send({ type: "open", channel: number, workspace, client: this.#client });
  }

  get opened() {
    return limit(this.#opening.promise, `opening ${this.workspace}`);
  }

  /** Sends an operation; resolves when it is acknowledged, fails when it is refused. */
  submit(op) {
    const id = `${this.#client}:${++this.#counter}`;
    const pending = deferred();
    this.#pending.set(id, pending);
    this.connection.send({ type: "op", channel: this.number, id, op });
    return pending.promise;
  }

  /** Asks the language service; the answer is heard. */
  ask(id, method, params) {
    this.connection.send({ type: "ask", channel: this.number, id, method, params });
  }

  /** Starts a cell and returns the id of the run at once. */
  start(cell) {
    const run = randomBytes(8).toString("hex");
    this.submit({ type: "run.start", runs: [{ run, cell }], restart: true }).catch((error) => this.heard({ type: "refused", run, error }));
    return run;
  }

  /** Asks for all output of a run that has been started. */
  watch(run) {
    this.connection.send({ type: "watch", channel: this.number, run });
  }

  receive(message) {
    switch (message.type) {
      case "opened":
        this.#opening.resolve(message);
        break;
      case "ack":
        this.#settle(message.id)?.resolve(message);
        break;
      case "reject":
        this.#settle(message.id)?.reject(new Error(`${message.fault.code} ${message.fault.message}`));
        break;
      case "closed":
        this.fail(new Error(`channel closed: ${message.fault.code} ${message.fault.message}`));
        break;
    }
    this.heard(message);
  }

  #settle(id) {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  fail(error) {
    this.#opening.reject(error);
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
    this.heard({ type: "lost", error });
  }
}

/** The id of the cell with that file name in a snapshot. */
export function cellNamed(opened, filename) {
  const cell = opened.snapshot.cells.find((c) => c.filename === filename);
  if (!cell) throw new Error(`the notebook has no cell ${filename}`);
  return cell;
}

/** Runs a cell to its end; resolves with the ms until the first output and until the exit. */
export function run(channel, cell) {
  const { promise, resolve, reject } = deferred();
  const started = performance.now();
  const id = channel.start(cell);
  let first;
  let exit;
  channel.heard = (message) => {
    if (message.type === "lost" || (message.type === "refused" && message.run === id)) reject(message.error);
    if (message.type === "output" && message.run === id) first ??= performance.now() - started;
    if (exited(message, id)) exit = { at: performance.now() - started, ...message.op.exit };
    if (exit && exit.reason !== "finished") reject(new Error(`the run ended as ${exit.reason}: ${exit.message ?? ""}`));
    // Output may come after the exit: it is not part of the ordered operations.
    if (exit && first !== undefined) resolve({ first, exit: exit.at });
  };
  return limit(promise, "run of a cell").finally(() => { channel.heard = () => {}; });
}

/** Whether a message tells that the run has ended. */
export const exited = (message, run) =>
  message.type === "op" && message.op.type === "run.state" && message.op.run === run && message.op.phase === "exited";
