import { type ClientMessage, PROTOCOL, type ServerMessage, type Welcome } from "./wire.ts";

/** What the connection is doing. `waiting` ends by itself at `retryAt`; `outdated` only by a reload. */
export type SocketState =
  | { readonly status: "idle" }
  | { readonly status: "connecting"; readonly attempt: number }
  | { readonly status: "online"; readonly welcome: Welcome; readonly roundTrip: number | undefined }
  | { readonly status: "waiting"; readonly attempt: number; readonly retryAt: number }
  | { readonly status: "outdated" };

export interface SocketListener {
  /** A connection stands, and the server has said welcome. */
  connected?(link: SocketLink): void;
  /** The connection is gone. What was sent without an answer may or may not have arrived. */
  disconnected?(): void;
  message?(message: ServerMessage): void;
  state?(): void;
}

/** One connection. Sending after it is gone does nothing. */
export interface SocketLink {
  send(message: ClientMessage): void;
  nextChannel(): number;
}

export interface SocketOptions {
  readonly url: string;
  readonly create?: (url: string) => WebSocket;
  /** Number in [0, 1) for the jitter. */
  readonly random?: () => number;
}

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 15_000;
const DEFAULT_HEARTBEAT_MS = 15_000;
const CONNECT_LIMIT_MS = 10_000;
const PING_MS = 10_000;

/** The address of the server's socket as seen from a page. */
export function socketAddress(page: Location): string {
  return `${page.protocol === "https:" ? "wss:" : "ws:"}//${page.host}/api/socket`;
}

/** How long to wait before an attempt: exponential, with half of it left to chance. Pure. */
export function retryDelay(attempt: number, random: number): number {
  const full = Math.min(FIRST_RETRY_MS * 2 ** attempt, LAST_RETRY_MS);
  return full / 2 + (full / 2) * random;
}

/**
 * The one connection of a tab. It comes back by itself, notices a dead peer by its silence, and says
 * how long a round trip takes.
 */
export class Socket {
  private socket: WebSocket | undefined;
  private current: SocketState = { status: "idle" };
  private readonly listeners = new Set<SocketListener>();
  private attempt = 0;
  private channel = 0;
  private link: SocketLink | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private watchdog: ReturnType<typeof setTimeout> | undefined;
  private pingTimer: ReturnType<typeof setInterval> | undefined;
  private patience = CONNECT_LIMIT_MS;

  constructor(private readonly options: SocketOptions) {}

  get state(): SocketState {
    return this.current;
  }

  /** Follows the socket; a listener that comes late is told of the standing connection at once. */
  listen(listener: SocketListener): () => void {
    this.listeners.add(listener);
    if (this.link) listener.connected?.(this.link);
    return () => this.listeners.delete(listener);
  }

  /** Connects and stays connected until close. */
  start(): void {
    if (this.current.status !== "idle") return;
    window.addEventListener("online", this.hurry);
    window.addEventListener("offline", this.check);
    document.addEventListener("visibilitychange", this.hurry);
    this.connect();
  }

  close(): void {
    window.removeEventListener("online", this.hurry);
    window.removeEventListener("offline", this.check);
    document.removeEventListener("visibilitychange", this.hurry);
    this.drop();
    this.become({ status: "idle" });
  }

  /** Tries again now instead of after the wait. */
  readonly retry = (): void => {
    if (this.current.status === "waiting") this.connect();
  };

  private readonly hurry = (): void => {
    if (document.visibilityState === "hidden") return;
    if (this.current.status === "waiting") this.connect();
    else this.check();
  };

  /** Asks for a sign of life, with little patience: the network may have gone. */
  private readonly check = (): void => {
    if (!this.link) return;
    this.ping();
    this.watch(Math.min(this.patience, 4_000));
  };

  private connect(): void {
    this.drop();
    this.become({ status: "connecting", attempt: this.attempt });
    const socket = (this.options.create ?? ((url) => new WebSocket(url)))(this.options.url);
    this.socket = socket;
    this.watch(CONNECT_LIMIT_MS);
    socket.addEventListener("message", (event) => {
      if (socket === this.socket) this.receive(event.data);
    });
    socket.addEventListener("close", () => {
      if (socket === this.socket) this.lost();
    });
  }

  private receive(data: unknown): void {
    let frame: ServerMessage | ServerMessage[];
    try {
      frame = JSON.parse(String(data));
    } catch {
      this.lost();
      return;
    }
    this.watch(this.patience);
    if (Array.isArray(frame)) for (const message of frame) this.take(message);
    else this.take(frame);
  }

  private take(message: ServerMessage): void {
    switch (message.type) {
      case "welcome":
        this.welcome(message);
        return;
      case "pong":
        this.pong(message.n);
        return;
      default:
        for (const listener of [...this.listeners]) listener.message?.(message);
    }
  }

  private welcome(welcome: Welcome): void {
    if (welcome.protocol !== PROTOCOL) {
      this.drop();
      this.become({ status: "outdated" });
      return;
    }
    this.attempt = 0;
    this.patience = 2 * (welcome.heartbeat || DEFAULT_HEARTBEAT_MS);
    this.watch(this.patience);
    const socket = this.socket;
    const link: SocketLink = {
      send: (message) => {
        if (socket === this.socket && socket?.readyState === WebSocket.OPEN)
          socket.send(JSON.stringify(message));
      },
      nextChannel: () => ++this.channel,
    };
    this.link = link;
    this.pingTimer = setInterval(() => this.ping(), Math.min(PING_MS, this.patience / 3));
    this.become({ status: "online", welcome, roundTrip: undefined });
    for (const listener of [...this.listeners]) listener.connected?.(link);
    this.ping();
  }

  private ping(): void {
    this.link?.send({ type: "ping", n: Math.round(performance.now()) });
  }

  private pong(sentAt: number): void {
    if (this.current.status !== "online") return;
    this.become({ ...this.current, roundTrip: Math.max(0, performance.now() - sentAt) });
  }

  /** Gives the server this long to say something. */
  private watch(ms: number): void {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.lost(), ms);
  }

  private lost(): void {
    this.drop();
    const delay = retryDelay(this.attempt++, (this.options.random ?? Math.random)());
    this.become({ status: "waiting", attempt: this.attempt, retryAt: Date.now() + delay });
    this.retryTimer = setTimeout(() => this.connect(), delay);
  }

  private drop(): void {
    clearTimeout(this.retryTimer);
    clearTimeout(this.watchdog);
    clearInterval(this.pingTimer);
    const { socket, link } = this;
    this.socket = undefined;
    this.link = undefined;
    this.patience = CONNECT_LIMIT_MS;
    socket?.close();
    if (link) for (const listener of [...this.listeners]) listener.disconnected?.();
  }

  private become(state: SocketState): void {
    this.current = state;
    for (const listener of [...this.listeners]) listener.state?.();
  }
}
