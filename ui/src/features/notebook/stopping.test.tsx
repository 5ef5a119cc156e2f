// One cell that runs is stopped and restarted, by keys and by its menu.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { codeCell, type OpenedNotebook, openNotebook } from "./testing/notebook.tsx";

const button = (name: string) => screen.getByRole("button", { name });

/** Opens two cells that run, with the caret in the first. */
async function running(): Promise<OpenedNotebook> {
  const notebook = await openNotebook(codeCell("a", "1"), codeCell("b", "2"));
  for (const name of ["a.ts", "b.ts"]) {
    await userEvent.click(button(`Run ${name}`));
    await notebook.settle();
  }
  await userEvent.click(screen.getByRole("textbox", { name: "Code of a.ts" }));
  return notebook;
}

/** The latest runs with their cells. */
const runs = ({ server }: OpenedNotebook) => server.state.runs.map((r) => ({ id: r.id, cell: r.cell }));

describe("a cell that runs", () => {
  it("is stopped by keys, from its editor, and the others go on", async () => {
    const notebook = await running();
    const [a] = runs(notebook);
    await userEvent.keyboard("{Shift>}{Alt>}s{/Alt}{/Shift}");
    await notebook.settle();
    expect(notebook.stopped).toEqual([a?.id]);
  });

  it("is restarted by keys", async () => {
    const notebook = await running();
    const [before] = runs(notebook);
    await userEvent.keyboard("{Shift>}{Alt>}r{/Alt}{/Shift}");
    await notebook.settle();
    const after = runs(notebook).filter((r) => r.cell === "a");
    expect(after.at(-1)?.id).not.toBe(before?.id);
    expect(runs(notebook).filter((r) => r.cell === "b")).toHaveLength(1);
  });

  it("offers both in its menu, and nothing of it when it has ended", async () => {
    const notebook = await running();
    await userEvent.click(button("More for a.ts"));
    expect(await screen.findByRole("menuitem", { name: /^Restart/ })).toBeDefined();
    await userEvent.click(screen.getByRole("menuitem", { name: /^Stop/ }));
    await notebook.settle();
    const [a] = runs(notebook);
    expect(notebook.stopped).toEqual([a?.id]);
    await notebook.report({ run: a?.id ?? "", phase: "exited", exit: { reason: "stopped", code: 0 } });
    await userEvent.click(button("More for a.ts"));
    await screen.findByRole("menuitem", { name: /^Clear output/ });
    await waitFor(() => expect(screen.queryByRole("menuitem", { name: /^Stop/ })).toBeNull());
  });
});
