// After an action the keyboard is never left without a place.
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { type CellState, textOf } from "~/engine/state.ts";
import { collapse } from "./collapse.ts";
import { codeCell, type OpenedNotebook, openNotebook } from "./testing/notebook.tsx";

const frame = () => screen.getByRole("region", { name: "Code cell a.ts" });
const button = (name: string | RegExp) => screen.getByRole("button", { name });

const manifest: CellState = {
  id: "package.json",
  kind: "package",
  filename: "package.json",
  text: textOf("{}"),
  version: 0,
};

/** Opens a notebook whose only cell runs. */
async function running(): Promise<{ notebook: OpenedNotebook; run: string }> {
  const notebook = await openNotebook(codeCell("a", "1"));
  await userEvent.click(button("Run a.ts"));
  await notebook.settle();
  return { notebook, run: notebook.server.state.runs[0]?.id ?? "" };
}

/** Presses a button by the keyboard. */
async function press(name: string | RegExp): Promise<void> {
  button(name).focus();
  await userEvent.keyboard("{Enter}");
}

describe("the keyboard goes to the cell", () => {
  it("when all lines are shown, and when fewer are", async () => {
    const { notebook, run } = await running();
    await notebook.print(run, [{ s: "out", t: "x\n".repeat(30) }]);
    await press("Show all 30 lines");
    await screen.findByRole("toolbar", { name: "Log of a.ts" });
    await waitFor(() => expect(frame()).toHaveFocus());
    await press("Show less");
    await screen.findByRole("button", { name: "Show all 30 lines" });
    await waitFor(() => expect(frame()).toHaveFocus());
  });

  it("when a run that was answered ends", async () => {
    const { notebook, run } = await running();
    await notebook.report({ run, phase: "evaluating", stdin: true });
    await userEvent.type(screen.getByRole("textbox", { name: "Input of a.ts" }), "Ada{Enter}");
    await notebook.settle();
    await notebook.report({ run, phase: "exited", exit: { reason: "finished", code: 0 } });
    await waitFor(() => expect(frame()).toHaveFocus());
  });

  it("when the input of a run is ended by its button, and stays in the field when by keys", async () => {
    const { notebook, run } = await running();
    await notebook.report({ run, phase: "evaluating", stdin: true });
    await press("End input");
    await waitFor(() => expect(frame()).toHaveFocus());
    expect(screen.getByRole("textbox", { name: "Input of a.ts" })).toHaveAttribute("readonly");
  });

  it("when a failed cell runs again", async () => {
    const { notebook, run } = await running();
    const failure = { message: "Cannot find package", file: "a.ts", line: 1, package: "lodash" };
    await notebook.report({ run, phase: "exited", exit: { reason: "failed", code: 1, failure } });
    const packages = [{ name: "lodash", range: "*" }];
    await act(async () =>
      notebook.live.session.receive({
        type: "signal",
        channel: 1,
        packages: { state: "up_to_date", packages, missing: [], log: [] },
      }),
    );
    await press("Run again");
    await notebook.settle();
    await waitFor(() => expect(screen.queryByRole("button", { name: "Run again" })).toBeNull());
    await waitFor(() => expect(frame()).toHaveFocus());
  });

  it("when a collapsed output is expanded", async () => {
    const { notebook, run } = await running();
    await notebook.report({ run, phase: "exited", exit: { reason: "finished", code: 0 } });
    act(() => collapse(["a"], "output", true));
    await press(/^Expand the output of a\.ts, /);
    await waitFor(() => expect(frame()).toHaveFocus());
  });
});

describe("the keyboard goes to what is near", () => {
  it("when package.json is left by Escape", async () => {
    await openNotebook(manifest, codeCell("a", "1"));
    const card = screen.getByRole("region", { name: "package.json" });
    const toggle = within(card).getByRole("button", { name: /^package\.json/ });
    await userEvent.click(toggle);
    await waitFor(() =>
      expect(within(card).getByRole("textbox", { name: "Code of package.json" })).toHaveFocus(),
    );
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(toggle).toHaveFocus());
  });

  it("when a package that a problem asked for is added", async () => {
    const notebook = await openNotebook(codeCell("a", "process"));
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 7 } };
    const problem = { range, severity: 1, message: "Cannot find name", install: ["@types/node"] };
    const say = (items: (typeof problem)[]) =>
      act(async () =>
        notebook.live.language.receive({ type: "diagnostics", channel: 1, cell: "a", version: 0, items }),
      );
    await say([problem]);
    await userEvent.click(screen.getByRole("tab", { name: "Problems" }));
    (await screen.findByRole("button", { name: "Add @types/node" })).focus();
    await say([]);
    await waitFor(() => expect(screen.getByRole("tabpanel", { name: "Problems" })).toHaveFocus());
  });
});
