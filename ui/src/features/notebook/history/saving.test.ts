import { afterEach, describe, expect, it, vi } from "vitest";
import { AnsweringNotebook, codeCell } from "~/editor/language/testing/notebook.ts";
import { preferences } from "~/editor/preferences.ts";
import type { Ask, Fault, HistoryPage, Revision } from "~/protocol/wire.ts";
import type { Toast } from "~/ui/Toast.tsx";
import { saveVersion } from "./saving.ts";

const history = vi.hoisted(() => ({ namedVersions: vi.fn(), version: vi.fn() }));
vi.mock("~/protocol/history-api.ts", () => history);

const broken: Fault = {
  code: "SB-5008",
  kind: "invalid",
  message: "b.ts cannot be formatted: Unexpected token",
};

/** A notebook of three cells, of which the last two were changed since the version that was named. */
function changed() {
  history.namedVersions.mockResolvedValue({ items: [{ seq: 3 }], head: 9 } as Partial<HistoryPage>);
  const cells = [
    { id: "a", kind: "code", filename: "a.ts", text: "a( 1 )" },
    { id: "b", kind: "code", filename: "b.ts", text: "before" },
  ];
  history.version.mockResolvedValue({ seq: 3, cells } as Partial<Revision>);
  return new AnsweringNotebook(codeCell("a", "a( 1 )"), codeCell("b", "b( 2 )"), codeCell("c", "c( 3 )"));
}

/** Saves, and answers what the formatter is asked. */
async function save(notebook: AnsweringNotebook, answer: (ask: Ask, cell: string) => void): Promise<Toast[]> {
  const said: Toast[] = [];
  const { session, language } = notebook;
  const saved = saveVersion({ session, language, workspace: "w" }, (t) => said.push(t), { name: "Mine" });
  let ended = false;
  void saved.then(() => {
    ended = true;
  });
  while (!ended) for (const ask of await notebook.settle()) answer(ask, cellOf(ask));
  await notebook.settle();
  return said;
}

const cellOf = (ask: Ask) => /(\w)\.ts/.exec(JSON.stringify(ask.params))?.[1] ?? "";

const withoutSpaces = (notebook: AnsweringNotebook, ask: Ask, cell: string) => {
  const text = notebook.text(cell)?.toString() ?? "";
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: text.length } };
  notebook.answer(ask, [{ range, newText: text.replaceAll(" ", "") }], { [cell]: 0 });
};

describe("saving", () => {
  afterEach(() => preferences.change({ formatOnSave: false }));

  it("only names the version, unless formatting is wanted", async () => {
    const notebook = changed();
    await notebook.settle();
    expect(await save(notebook, () => {})).toEqual([{ text: "Saved as “Mine”" }]);
    expect(notebook.text("b")?.toString()).toBe("b( 2 )");
  });

  it("formats the cells that were changed since the last version, as one change, and names it", async () => {
    preferences.change({ formatOnSave: true });
    const notebook = changed();
    await notebook.settle();
    const rewrite = vi.spyOn(notebook.desk.history, "rewrite");
    const asked: string[] = [];
    const said = await save(notebook, (ask, cell) => {
      asked.push(cell);
      withoutSpaces(notebook, ask, cell);
    });
    expect(asked).toEqual(["b", "c"]);
    expect(["a", "b", "c"].map((c) => notebook.text(c)?.toString())).toEqual(["a( 1 )", "b(2)", "c(3)"]);
    expect(rewrite).toHaveBeenCalledTimes(1);
    expect(said).toEqual([{ text: "Saved as “Mine”" }]);
  });

  it("goes on when one cell cannot be formatted, and says so once", async () => {
    preferences.change({ formatOnSave: true });
    const notebook = changed();
    await notebook.settle();
    const said = await save(notebook, (ask, cell) => {
      if (cell === "c") withoutSpaces(notebook, ask, cell);
      else notebook.session.receive({ type: "answer", channel: 1, id: ask.id, fault: broken });
    });
    expect(notebook.text("c")?.toString()).toBe("c(3)");
    expect(said).toEqual([{ text: `Saved as “Mine”. ${broken.message}.` }]);
  });

  it("formats all cells when it cannot be learnt what was named before", async () => {
    preferences.change({ formatOnSave: true });
    const notebook = changed();
    history.namedVersions.mockRejectedValue(new Error("gone"));
    await notebook.settle();
    const said = await save(notebook, (ask, cell) => withoutSpaces(notebook, ask, cell));
    expect(notebook.text("a")?.toString()).toBe("a(1)");
    expect(said).toEqual([{ text: "Saved as “Mine”" }]);
  });
});
