import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { CellState } from "~/engine/state.ts";
import { collapse } from "../collapse.ts";
import { codeCell, openLinked, openNotebook } from "../testing/notebook.tsx";

const field = () => screen.findByRole("textbox", { name: "Find" });
const status = (want: string) => screen.findByText(want);

/** Opens the bar, with the keyboard in its field. */
async function openBar(): Promise<void> {
  screen.getByRole("region", { name: "Code cell a.ts" }).focus();
  await userEvent.keyboard("{Control>}f{/Control}");
  const shown = await field();
  await waitFor(() => expect(shown).toHaveFocus());
}

beforeEach(() => localStorage.clear());

test("the keys of the find bar are those of its commands", async () => {
  const notebook = await openNotebook(codeCell("a", "one One"), codeCell("b", "one"));
  await openBar();
  await userEvent.keyboard("one");
  await status("1 of 3");
  await userEvent.keyboard("{Enter}");
  await status("2 of 3");
  await userEvent.keyboard("{Shift>}{Enter}{/Shift}{F3}{F3}");
  await status("3 of 3");
  await userEvent.keyboard("{Alt>}c{/Alt}");
  expect(screen.getByRole("button", { name: "Match case" })).toHaveAttribute("aria-pressed", "true");
  await status("2 of 2");
  await userEvent.click(screen.getByRole("button", { name: "Show replacing" }));
  await userEvent.type(await screen.findByRole("textbox", { name: "Replace with" }), "two");
  await userEvent.keyboard("{Control>}{Alt>}{Enter}{/Alt}{/Control}");
  await notebook.until(() =>
    expect(notebook.server.state.cells.map((c) => c.text.toString())).toEqual(["two One", "two"]),
  );
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("textbox", { name: "Find" })).not.toBeInTheDocument());
});

test("a match in a collapsed cell shows the cell", async () => {
  await openNotebook(codeCell("a", "one"), codeCell("b", "hidden"));
  collapse(["b"], "code", true);
  await waitFor(() =>
    expect(screen.getByRole("button", { name: /Expand the code of b.ts, / })).toBeVisible(),
  );
  await openBar();
  await userEvent.keyboard("hid");
  await status("1 of 1");
  expect(await screen.findByRole("textbox", { name: "Code of b.ts" })).toHaveTextContent("hidden");
});

test("package.json and tsconfig.json are looked through and replaced in, after the cells", async () => {
  const named = (kind: "package" | "tsconfig", id: string, text: string): CellState => ({
    ...codeCell(id, text, id),
    kind,
  });
  const notebook = await openNotebook(
    named("package", "package.json", '{ "name": "hay" }'),
    named("tsconfig", "tsconfig.json", '{ "hay": 1 }'),
    codeCell("a", "hay"),
  );
  await openBar();
  await userEvent.keyboard("hay");
  await status("1 of 3");
  const shown = (name: string) => screen.queryByRole("textbox", { name: `Code of ${name}` });
  expect(shown("package.json")).toBeNull();
  for (const [name, place] of [["package.json", "2 of 3"] as const, ["tsconfig.json", "3 of 3"] as const]) {
    await userEvent.keyboard("{Enter}");
    await status(place);
    await waitFor(() => expect(shown(name)?.querySelector(".cm-found-current")?.textContent).toBe("hay"));
    expect(await field()).toHaveFocus();
  }
  await userEvent.click(screen.getByRole("button", { name: "Show replacing" }));
  await userEvent.type(await screen.findByRole("textbox", { name: "Replace with" }), "straw");
  await userEvent.keyboard("{Control>}{Alt>}{Enter}{/Alt}{/Control}");
  await notebook.until(() =>
    expect(notebook.server.state.cells.map((c) => c.text.toString())).toEqual([
      '{ "name": "straw" }',
      '{ "straw": 1 }',
      "straw",
    ]),
  );
});

test("a link to a collapsed cell shows its code", async () => {
  collapse(["b"], "code", true);
  await openLinked("b", codeCell("a", "one"), codeCell("b", "two"));
  expect(await screen.findByRole("textbox", { name: "Code of b.ts" })).toHaveTextContent("two");
});
