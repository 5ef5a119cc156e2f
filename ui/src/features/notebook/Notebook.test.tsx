import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { codeCell, openNotebook, proseCell } from "./testing/notebook.tsx";

const cell = (name: string) => screen.getByRole("region", { name: `Code cell ${name}` });
const names = () => screen.getAllByRole("region", { name: /cell/ }).map((r) => r.getAttribute("aria-label"));

describe("Notebook", () => {
  it("shows prose and code in reading order", async () => {
    await openNotebook(proseCell("m", "## Hello"), codeCell("a", "1"));
    expect(names()).toEqual(["Text cell Hello", "Code cell a.ts"]);
    expect(screen.getByRole("heading", { name: /Hello/, level: 2 })).toBeDefined();
    expect(screen.getByRole("textbox", { name: "Code of a.ts" }).textContent).toBe("1");
  });

  it("begins to write where nothing is written yet", async () => {
    await openNotebook(codeCell("a"));
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Code of a.ts" })),
    );
  });

  it("runs a cell and shows what it printed and how it ended", async () => {
    const notebook = await openNotebook(codeCell("a", "1"));
    await userEvent.click(screen.getByRole("button", { name: "Run a.ts" }));
    await notebook.settle();
    const run = notebook.server.state.runs[0]?.id ?? "";
    expect(screen.getByRole("button", { name: "Stop a.ts" })).toBeDefined();
    await notebook.print(run, [{ s: "out", t: "hello\n" }]);
    expect(screen.getByRole("log", { name: "Output of a.ts" }).textContent).toBe("hello");
    await notebook.report({ run, phase: "exited", exit: { reason: "finished", code: 0 } });
    expect(screen.getByLabelText("Finished")).toBeDefined();
    expect(screen.getByRole("status", { name: "Results of runs" }).textContent).toBe("a.ts finished");
  });

  it("offers the package that a failed run lacked", async () => {
    const notebook = await openNotebook(codeCell("a", 'import "lodash"'));
    await userEvent.click(screen.getByRole("button", { name: "Run a.ts" }));
    await notebook.settle();
    const run = notebook.server.state.runs[0]?.id ?? "";
    const failure = { message: "Cannot find package", file: "a.ts", line: 1, package: "lodash" };
    await notebook.report({ run, phase: "exited", exit: { reason: "failed", code: 1, failure } });
    const block = screen.getByRole("region", { name: "Failure of a.ts" });
    expect(block.textContent).toContain("lodash is not installed. Imported by a.ts line 1.");
    expect(within(block).getByRole("button", { name: "Add lodash" })).toBeDefined();
  });

  it("asks for input while a run waits for it", async () => {
    const notebook = await openNotebook(codeCell("a"));
    await userEvent.click(screen.getByRole("button", { name: "Run a.ts" }));
    await notebook.settle();
    const run = notebook.server.state.runs[0]?.id ?? "";
    await notebook.report({ run, phase: "evaluating", stdin: true });
    await userEvent.type(screen.getByRole("textbox", { name: "Input of a.ts" }), "Ada{Enter}");
    await notebook.settle();
    expect(notebook.inputs).toEqual(["Ada\n"]);
  });

  it("shows 24 lines and offers the rest", async () => {
    const notebook = await openNotebook(codeCell("a"));
    await userEvent.click(screen.getByRole("button", { name: "Run a.ts" }));
    await notebook.settle();
    const run = notebook.server.state.runs[0]?.id ?? "";
    await notebook.print(run, [{ s: "out", t: "x\n".repeat(3_214) }]);
    expect(screen.getByRole("log", { name: "Output of a.ts" }).children).toHaveLength(24);
    await userEvent.click(screen.getByRole("button", { name: "Show all 3,214 lines" }));
    expect(await screen.findByRole("toolbar", { name: "Log of a.ts" })).toBeDefined();
  });

  it("asks for the rest of a long output when all of it is shown", async () => {
    const notebook = await openNotebook(codeCell("a"));
    await userEvent.click(screen.getByRole("button", { name: "Run a.ts" }));
    await notebook.settle();
    const run = notebook.server.state.runs[0]?.id ?? "";
    await notebook.print(run, [{ s: "out", t: "x\n".repeat(100) }], { lines: 3_214, bytes: 6_428 });
    expect(screen.getByRole("log", { name: "Output of a.ts" }).children).toHaveLength(24);
    await userEvent.click(screen.getByRole("button", { name: "Show all 3,214 lines" }));
    await screen.findByRole("toolbar", { name: "Log of a.ts" });
    await notebook.settle();
    expect(notebook.watches).toEqual([{ run, off: false }]);
    expect(screen.getByText("3,214 lines")).toBeDefined();
    expect(screen.getByRole("button", { name: /^Copy all/ }).hasAttribute("disabled")).toBe(true);
    await notebook.print(run, [{ s: "out", t: "x\n".repeat(3_114) }]);
    expect(screen.getByRole("button", { name: /^Copy all/ }).hasAttribute("disabled")).toBe(false);
    await userEvent.click(screen.getByRole("button", { name: "Show less" }));
    await notebook.settle();
    expect(notebook.watches.at(-1)).toEqual({ run, off: true });
  });

  it("refuses a file name at the place, and takes a good one", async () => {
    const notebook = await openNotebook(codeCell("a"), codeCell("b"));
    const rename = async (name: string) => {
      await userEvent.click(within(cell("a.ts")).getByRole("button", { name: "File name: a.ts. Rename" }));
      await userEvent.keyboard(`${name}{Enter}`);
      await notebook.settle();
    };
    await rename("b.ts");
    expect(within(cell("a.ts")).getByRole("alert").textContent).toContain("Another cell is named b.ts");
    await rename("c.ts");
    expect(names()).toEqual(["Code cell c.ts", "Code cell b.ts"]);
  });

  it("deletes a cell with single keys, moves the focus on and offers to undo", async () => {
    const notebook = await openNotebook(codeCell("a"), codeCell("b"));
    cell("a.ts").focus();
    await userEvent.keyboard("dd");
    await notebook.settle();
    expect(names()).toEqual(["Code cell b.ts"]);
    await waitFor(() => expect(cell("b.ts")).toHaveFocus());
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    await notebook.settle();
    expect(names()).toEqual(["Code cell a.ts", "Code cell b.ts"]);
  });

  it("takes back a move with the keyboard", async () => {
    const notebook = await openNotebook(codeCell("a"), codeCell("b"));
    cell("a.ts").focus();
    await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await notebook.settle();
    expect(names()).toEqual(["Code cell b.ts", "Code cell a.ts"]);
    await userEvent.keyboard("{Control>}z{/Control}");
    await notebook.settle();
    expect(names()).toEqual(["Code cell a.ts", "Code cell b.ts"]);
  });

  it("edits prose where it stands and comes back to its frame", async () => {
    await openNotebook(proseCell("m", "Hello"));
    screen.getByRole("region", { name: "Text cell Hello" }).focus();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Markdown" })).toHaveFocus());
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.getByRole("region", { name: "Text cell Hello" })).toHaveFocus());
    expect(screen.queryByRole("textbox", { name: "Markdown" })).toBeNull();
  });

  it("adds a cell of a free name below", async () => {
    const notebook = await openNotebook(codeCell("a", "", "untitled.ts"));
    cell("untitled.ts").focus();
    await userEvent.keyboard("b");
    await notebook.settle();
    expect(names()).toEqual(["Code cell untitled.ts", "Code cell untitled-2.ts"]);
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Code of untitled-2.ts" })).toHaveFocus());
  });

  it("moves several cells as one and takes it back as one", async () => {
    const notebook = await openNotebook(codeCell("a"), codeCell("b"), codeCell("c"));
    cell("a.ts").focus();
    await userEvent.keyboard("{Shift>}{ArrowDown}{/Shift}");
    expect(screen.getByRole("status", { name: "Selected cells" }).textContent).toBe("2 cells selected");
    await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await notebook.settle();
    expect(names()).toEqual(["Code cell c.ts", "Code cell a.ts, selected", "Code cell b.ts, selected"]);
    await userEvent.keyboard("{Control>}z{/Control}");
    await notebook.settle();
    await userEvent.keyboard("{Escape}");
    expect(names()).toEqual(["Code cell a.ts", "Code cell b.ts", "Code cell c.ts"]);
  });

  it("runs and deletes all selected cells", async () => {
    const notebook = await openNotebook(codeCell("a"), proseCell("m", "Hello"), codeCell("c"));
    cell("a.ts").focus();
    await userEvent.keyboard("{Control>}a{Enter}{/Control}");
    await notebook.settle();
    expect(notebook.server.state.runs.map((r) => r.cell)).toEqual(["a", "c"]);
    await userEvent.keyboard("dd");
    await notebook.settle();
    expect(screen.queryAllByRole("region", { name: /cell/ })).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    await notebook.settle();
    expect(names()).toEqual([
      "Code cell a.ts, selected",
      "Text cell Hello, selected",
      "Code cell c.ts, selected",
    ]);
  });

  it("selects up to a cell with Shift and the mouse, and duplicates under free names", async () => {
    const user = userEvent.setup();
    const notebook = await openNotebook(codeCell("a", "1"), proseCell("m", "Hello"), codeCell("c", "2"));
    cell("a.ts").focus();
    await user.keyboard("{Shift>}");
    await user.pointer({ keys: "[MouseLeft]", target: screen.getByText("Hello") });
    await user.keyboard("{/Shift}");
    await user.click(screen.getByRole("button", { name: "More for Hello" }));
    await user.click(await screen.findByRole("menuitem", { name: /^Duplicate/ }));
    const want = [
      "Code cell a.ts",
      "Text cell Hello",
      "Code cell a-2.ts, selected",
      "Text cell Hello, selected",
      "Code cell c.ts",
    ];
    await notebook.until(() => expect(names()).toEqual(want));
  });
});
