// The files that do not stand among the cells are gone to like cells.
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { CellState } from "~/engine/state.ts";
import { textOf } from "~/engine/state.ts";
import type { PackagesStatus } from "~/protocol/wire.ts";
import { codeCell, type OpenedNotebook, openNotebook } from "./testing/notebook.tsx";

const file = (kind: "package" | "tsconfig", id: string, text: string): CellState => ({
  id,
  kind,
  filename: id,
  text: textOf(text),
  version: 0,
});

async function opened(): Promise<OpenedNotebook> {
  return openNotebook(
    file("package", "package.json", '{\n  "left": 3\n}'),
    file("tsconfig", "tsconfig.json", '{\n  "strcit": true\n}'),
    codeCell("a", "1"),
  );
}

/** The language server finds fault with a word of the second line. */
async function complain(notebook: OpenedNotebook, cell: string, message: string): Promise<void> {
  const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 8 } };
  const items = [{ range, severity: 1, message }];
  await act(async () =>
    notebook.live.language.receive({ type: "diagnostics", channel: 1, cell, version: 0, items }),
  );
  await userEvent.click(screen.getByRole("tab", { name: "Problems" }));
}

describe("a package.json that cannot be read", () => {
  const message = 'package.json line 2: the version of "left" has to be a text';
  const fault = { code: "SB-5004", kind: "invalid" as const, message, details: [{ line: 2, message }] };

  it.each([
    ["its card", "region", "package.json"],
    ["the packages", "tabpanel", "Packages"],
    ["the problems", "tabpanel", "Problems"],
  ])("says what is wrong in %s, which leads to the line", async (_, role, name) => {
    const notebook = await opened();
    const packages: PackagesStatus = { state: "invalid", packages: [], missing: [], log: [], fault };
    await act(async () => notebook.live.session.receive({ type: "signal", channel: 1, packages }));
    if (role === "tabpanel") await userEvent.click(screen.getByRole("tab", { name }));
    const place = within(await screen.findByRole(role, { name }));
    await place.findByText(role === "region" ? message.replace("package.json ", "") : message);
    await userEvent.click(place.getByRole("button", { name: name === "Problems" ? /left/ : "Go to line 2" }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Code of package.json" })).toHaveFocus());
    await waitFor(() => expect(document.getSelection()?.toString()).toContain('"left": 3'));
  });
});

describe("a problem of a file that is no cell", () => {
  it.each(["package.json", "tsconfig.json"])("leads to its place in %s", async (name) => {
    const notebook = await opened();
    await complain(notebook, name, "This is wrong");
    await userEvent.click(await screen.findByRole("button", { name: /This is wrong/ }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: `Code of ${name}` })).toHaveFocus());
    await waitFor(() =>
      expect(document.getSelection()?.toString()).toBe(name === "package.json" ? '"left"' : '"strci'),
    );
    expect(screen.queryByRole("region", { name: "Code cell a.ts" })).not.toHaveFocus();
  });

  it("opens the card again that was closed", async () => {
    const notebook = await opened();
    await complain(notebook, "package.json", "This is wrong");
    const code = () => screen.queryByRole("textbox", { name: "Code of package.json" });
    for (let i = 0; i < 2; i++) {
      await userEvent.click(await screen.findByRole("button", { name: /This is wrong/ }));
      await waitFor(() => expect(code()).toHaveFocus());
      await userEvent.keyboard("{Escape}{Escape}"); // the first takes the selection away
      const card = screen.getByRole("region", { name: "package.json" });
      await waitFor(() => expect(within(card).getByRole("button", { name: /^package\.json/ })).toHaveFocus());
      expect(code()).toBeNull();
    }
  });
});
