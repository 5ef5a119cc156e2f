import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { retryDelay, Socket, type SocketLink, socketAddress } from "./socket.ts";

/** A WebSocket whose other end is the test. */
class FakeWebSocket extends EventTarget {
  static readonly OPEN = 1;
  readyState = 1;
  readonly sent: unknown[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  say(message: object): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(message) }));
  }

  fail(): void {
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }
}

const welcome = { type: "welcome", protocol: 2, version: "1", boot: "b", heartbeat: 1_000 };

function start() {
  const sockets: FakeWebSocket[] = [];
  const socket = new Socket({
    url: "ws://x/api/socket",
    random: () => 1,
    create: () => {
      const made = new FakeWebSocket();
      sockets.push(made);
      return made as unknown as WebSocket;
    },
  });
  const links: SocketLink[] = [];
  const lost = vi.fn();
  socket.listen({ connected: (link) => links.push(link), disconnected: lost });
  socket.start();
  const last = () => sockets.at(-1) as FakeWebSocket;
  return { socket, sockets, links, lost, last };
}

describe("Socket", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("WebSocket", FakeWebSocket);
  });
  afterEach(() => vi.useRealTimers());

  it("is connected once the server has said welcome", () => {
    const { socket, links, last } = start();
    expect(links).toHaveLength(0);
    last().say(welcome);
    expect(links).toHaveLength(1);
    expect(socket.state).toMatchObject({ status: "online" });
    socket.close();
  });

  it("comes back after a loss, later each time", () => {
    const { socket, sockets, lost, last } = start();
    last().say(welcome);
    last().fail();
    expect(lost).toHaveBeenCalledOnce();
    expect(socket.state).toMatchObject({ status: "waiting" });
    vi.advanceTimersByTime(250);
    expect(sockets).toHaveLength(2);
    last().fail();
    vi.advanceTimersByTime(499);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);
    socket.close();
  });

  it("takes silence of two heartbeats for a dead connection", () => {
    const { socket, lost, last } = start();
    last().say(welcome);
    vi.advanceTimersByTime(1_900);
    last().say({ type: "pong", n: 0 });
    vi.advanceTimersByTime(1_900);
    expect(lost).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(lost).toHaveBeenCalledOnce();
    socket.close();
  });

  it("measures the round trip", () => {
    const { socket, last } = start();
    last().say(welcome);
    const ping = last().sent[0] as { n: number };
    vi.advanceTimersByTime(20);
    last().say({ type: "pong", n: ping.n });
    expect(socket.state).toMatchObject({ status: "online", roundTrip: expect.any(Number) });
    socket.close();
  });

  it("stops at a server of another protocol", () => {
    const { socket, sockets, links, last } = start();
    last().say({ ...welcome, protocol: 3 });
    vi.advanceTimersByTime(60_000);
    expect(socket.state).toEqual({ status: "outdated" });
    expect([sockets.length, links.length]).toEqual([1, 0]);
    socket.close();
  });

  it("hears the messages of a frame one by one, in their order", () => {
    const { socket, last } = start();
    const heard: unknown[] = [];
    socket.listen({ message: (message) => heard.push(message) });
    last().say(welcome);
    const [first, second, third] = [1, 2, 3].map((n) => ({ type: "ack", id: `a:${n}` }));
    last().say([first, second] as object);
    last().say(third as object);
    expect(heard).toEqual([first, second, third]);
    socket.close();
  });

  it("sends nothing on a connection that is gone", () => {
    const { socket, links, last } = start();
    last().say(welcome);
    const old = last();
    old.fail();
    links[0]?.send({ type: "close", channel: 1 });
    expect(old.sent).toEqual([expect.objectContaining({ type: "ping" })]);
    socket.close();
  });
});

describe("retryDelay", () => {
  it("grows from a quarter of a second to fifteen, half of it by chance", () => {
    expect([0, 1, 20].map((n) => [retryDelay(n, 0), retryDelay(n, 1)])).toEqual([
      [125, 250],
      [250, 500],
      [7_500, 15_000],
    ]);
  });
});

describe("socketAddress", () => {
  it("is encrypted when the page is", () => {
    expect(socketAddress({ protocol: "https:", host: "x:1" } as Location)).toBe("wss://x:1/api/socket");
    expect(socketAddress({ protocol: "http:", host: "x" } as Location)).toBe("ws://x/api/socket");
  });
});
