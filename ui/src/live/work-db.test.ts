import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import type { WorkRecord } from "~/engine/records.ts";
import { openWorkStore } from "./work-db.ts";

const record = (workspace: string, client: string): WorkRecord => ({
  workspace,
  client,
  reserved: 1_000,
  ops: [{ op: { type: "title.set", title: "T" } }],
  drafts: [
    { cell: "a", version: 3, base: "x", unconfirmed: [[1, [0, "y"]]], inFlight: { counter: 7, count: 1 } },
  ],
});

describe("openWorkStore", () => {
  it("keeps records by workspace and client", async () => {
    const store = await openWorkStore();
    await store.save(record("w", "one"));
    await store.save(record("w", "two"));
    await store.save(record("ww", "three"));
    expect(await store.clients("w")).toEqual(["one", "two"]);
    expect(await store.load("w", "one")).toEqual(record("w", "one"));
    await store.remove("w", "one");
    expect(await store.clients("w")).toEqual(["two"]);
    expect(await store.load("w", "one")).toBeUndefined();
  });

  it("finds what an earlier page kept", async () => {
    await (await openWorkStore()).save(record("again", "c"));
    expect(await (await openWorkStore()).load("again", "c")).toEqual(record("again", "c"));
  });
});
