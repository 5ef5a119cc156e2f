import { describe, expect, test, vi } from "vitest";
import { attachedName, FaultError, request } from "./http.ts";

const answer = (status: number, body: string | null, type = "application/json") =>
  vi.stubGlobal("fetch", async () => new Response(body, { status, headers: { "Content-Type": type } }));

const failure = async () => {
  const error = await request("GET", "/api/x").then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof FaultError ? { ...error.fault, status: error.status } : error;
};

describe("request", () => {
  test("reads JSON, and nothing from 204", async () => {
    answer(200, '{"a":1}');
    expect(await request("GET", "/api/x")).toEqual({ a: 1 });
    answer(204, null);
    expect(await request("DELETE", "/api/x")).toBeUndefined();
  });

  test("throws the fault of a problem", async () => {
    const fault = {
      code: "SB-2005",
      kind: "invalid",
      message: "no",
      next: "fix",
      details: [{ line: 1, message: "m" }],
    };
    answer(422, JSON.stringify({ title: "t", status: 422, fault }), "application/problem+json");
    expect(await failure()).toEqual({ ...fault, status: 422 });
  });

  test.each([
    [404, "text/html", "<p>", { kind: "not_found", message: "The server answered 404" }],
    [400, "application/problem+json", '{"title":"Bad","detail":"why"}', { kind: "invalid", message: "why" }],
    [503, "application/json", "{", { kind: "unavailable", message: "The server answered 503" }],
    [200, "application/json", "{", { kind: "internal", message: "The server's answer could not be read" }],
  ])("a bare %d of %s is a fault too", async (status, type, body, want) => {
    answer(status, body, type);
    expect(await failure()).toMatchObject({ ...want, status });
  });

  test("an unreachable server is unavailable", async () => {
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("refused")));
    expect(await failure()).toMatchObject({ kind: "unavailable", status: 0 });
  });

  test("an abort is not a fault", async () => {
    const abort = new AbortController();
    abort.abort();
    vi.stubGlobal("fetch", async () => Promise.reject(abort.signal.reason));
    const reason = await request("GET", "/api/x", { signal: abort.signal }).catch((error: unknown) => error);
    expect(reason).toBe(abort.signal.reason);
  });
});

test.each([
  ['attachment; filename="a b.src.md"', "a b.src.md"],
  ['attachment; filename="a\\"b.md"', 'a"b.md'],
  ["attachment; filename=plain.zip", "plain.zip"],
  ["attachment; filename*=utf-8''f%C3%BCnf.md", "fünf.md"],
  ["", "download"],
])("the name in %j is %j", (disposition, want) => expect(attachedName(disposition)).toBe(want));
