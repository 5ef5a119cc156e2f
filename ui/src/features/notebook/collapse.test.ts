import { beforeEach, expect, test, vi } from "vitest";
import { textOf } from "~/engine/state.ts";

const cell = (id: string, kind: "code" | "markdown", text = "") => ({
  id,
  kind,
  text: textOf(text),
  version: 0,
});
const codeCell = (id: string) => cell(id, "code", "# no heading");
const proseCell = (id: string, text: string) => cell(id, "markdown", text);

const cells = [
  proseCell("top", "# All"),
  codeCell("a"),
  proseCell("one", "## One\n\ntext"),
  codeCell("b"),
  proseCell("deep", "### Deep"),
  codeCell("c"),
  proseCell("plain", "#no heading"),
  proseCell("two", "## Two"),
  codeCell("d"),
];

async function fresh() {
  vi.resetModules();
  return await import("./collapse.ts");
}

beforeEach(() => localStorage.clear());

test.each([
  ["one", ["b", "deep", "c", "plain"]],
  ["deep", ["c", "plain"]],
  ["two", ["d"]],
  ["top", ["a", "one", "b", "deep", "c", "plain", "two", "d"]],
  ["plain", []],
  ["a", []],
])("below %s are %j", async (heading, want) => {
  const { sectionOf } = await fresh();
  expect(sectionOf(cells, heading).map(({ id }) => id)).toEqual(want);
});

test("hidden cells name every heading that hides them", async () => {
  const { hiddenIn } = await fresh();
  expect(Object.fromEntries(hiddenIn(cells, new Set(["one", "deep", "gone"])))).toEqual({
    b: ["one"],
    deep: ["one"],
    c: ["one", "deep"],
    plain: ["one", "deep"],
  });
});

test("what is collapsed is remembered and told of", async () => {
  const { collapse, collapsed, subscribe } = await fresh();
  const told = vi.fn();
  subscribe(told);
  collapse(["a", "b"], "code", true);
  collapse(["a"], "code", true);
  collapse(["b"], "code", false);
  collapse(["a"], "output", true);
  expect(told).toHaveBeenCalledTimes(3);
  expect([...collapsed().code]).toEqual(["a"]);
  const again = await fresh();
  expect([...again.collapsed().code, ...again.collapsed().output]).toEqual(["a", "a"]);
});

test("what older versions or others stored does no harm", async () => {
  localStorage.setItem("srcbook.collapsed", '{"code":7,"output":["a",1]}');
  const { collapsed } = await fresh();
  expect([[...collapsed().code], [...collapsed().output]]).toEqual([[], ["a"]]);
});
