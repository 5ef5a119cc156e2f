import "fake-indexeddb/auto";
import { expect, it, vi } from "vitest";
import { IndexedMergeStore } from "./merge-db.ts";
import { Merges } from "./merges.ts";

const opened = async (workspace: string, now?: () => number) => {
  const merges = new Merges(new IndexedMergeStore(workspace, now));
  await merges.restore();
  return merges;
};

it("shows the text from before a merge until somebody has looked at it, over reloads", async () => {
  const first = await opened("w");
  first.keep("a", "own");
  first.keep("a", "later");
  first.keep("b", "other");
  await vi.waitFor(async () => expect((await opened("w")).of("b")).toBe("other"));
  const second = await opened("w");
  const told = vi.fn();
  second.subscribe(told);
  expect(second.of("a")).toBe("own");
  expect((await opened("another")).of("a")).toBeUndefined();
  second.dismiss("a");
  expect(told).toHaveBeenCalledOnce();
  await vi.waitFor(async () => expect((await opened("w")).of("a")).toBeUndefined());
  expect((await opened("w")).of("b")).toBe("other");
});

it("forgets what nobody came back for within a month", async () => {
  const month = 31 * 24 * 3_600_000;
  (await opened("old", () => 0)).keep("a", "own");
  await vi.waitFor(async () => expect((await opened("old", () => 1)).of("a")).toBe("own"));
  expect((await opened("old", () => month)).of("a")).toBeUndefined();
  expect((await opened("old", () => 1)).of("a")).toBeUndefined();
});

it("lasts as long as the page where the browser keeps nothing", async () => {
  const refuse = () => Promise.reject(new Error("no storage"));
  const merges = new Merges({ load: refuse, save: refuse, remove: refuse });
  await merges.restore();
  merges.keep("a", "own");
  expect(merges.of("a")).toBe("own");
  merges.dismiss("a");
  expect(merges.of("a")).toBeUndefined();
});
