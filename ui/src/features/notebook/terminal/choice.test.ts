import { beforeEach, describe, expect, it, vi } from "vitest";

beforeEach(() => {
  localStorage.clear();
  vi.resetModules();
});

const load = () => import("./choice.ts");

describe("the choice of a terminal", () => {
  it("is remembered by cell", async () => {
    const before = await load();
    before.chooseTerminal("a", true);
    before.chooseTerminal("b", true);
    before.chooseTerminal("a", false);
    vi.resetModules();
    const after = await load();
    expect(["a", "b", "c"].map(after.runsInTerminal)).toEqual([false, true, false]);
  });

  it("survives what is not its own in the storage", async () => {
    localStorage.setItem("srcbook.terminal-cells", '{"a":1}');
    const { runsInTerminal } = await load();
    expect(runsInTerminal("a")).toBe(false);
  });

  it("forgets the oldest of many", async () => {
    const { chooseTerminal, runsInTerminal } = await load();
    for (let i = 0; i < 250; i++) chooseTerminal(`c${i}`, true);
    expect([49, 50, 249].map((i) => runsInTerminal(`c${i}`))).toEqual([false, true, true]);
  });
});
