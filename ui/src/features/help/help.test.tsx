import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { catalogue } from "~/commands/catalogue.ts";
import { faults } from "~/protocol/faults.gen.ts";
import { CodeLink, useOfferExplanation } from "~/ui/CodeLink.tsx";
import { useCommands } from "~/ui/CommandProvider.tsx";
import type { Command } from "~/ui/commands.ts";
import { FaultNote } from "~/ui/FaultNote.tsx";
import { remedies } from "~/ui/Remedy.tsx";
import { useToast } from "~/ui/Toast.tsx";
import { UIProvider } from "~/ui/UIProvider.tsx";
import { ErrorsPage } from "./ErrorsPage.tsx";
import { FaultDialog } from "./FaultDialog.tsx";

test("the page of errors begins at the linked code, and finds words", async () => {
  Element.prototype.scrollIntoView ??= () => {};
  render(
    <UIProvider>
      <ErrorsPage linked="SB-4006" />
    </UIProvider>,
  );
  const { title, why } = faults["SB-4006"];
  await waitFor(() => expect(document.activeElement?.id).toBe("SB-4006"));
  expect(screen.getByRole("heading", { name: new RegExp(title) })).toBeInTheDocument();
  expect(screen.getByText(why)).toBeInTheDocument();
  await userEvent.type(screen.getByRole("textbox", { name: "Find an error" }), "disk full");
  await waitFor(() =>
    expect(screen.getAllByRole("article").map((article) => article.id)).toEqual(["SB-6002"]),
  );
});

test("a code is explained over the page, and one that is not known is said to be newer", () => {
  render(<FaultDialog code="SB-6002" onClose={() => {}} />);
  expect(screen.getByRole("dialog", { name: faults["SB-6002"].title })).toHaveTextContent("SB-6002");
  render(<FaultDialog code="SB-9999" onClose={() => {}} />);
  expect(screen.getByRole("dialog", { name: /does not know/ })).toHaveTextContent("Reload the page");
});

function Explained({ explain }: { explain: (code: string) => void }) {
  useOfferExplanation(explain);
  return <CodeLink code="SB-6002" />;
}

test("a code is a link to its entry, and is explained in place where that can be", async () => {
  const explain = vi.fn();
  render(
    <UIProvider>
      <Explained explain={explain} />
    </UIProvider>,
  );
  const link = screen.getByRole("link", { name: "SB-6002: what it means" });
  expect(link).toHaveAttribute("href", "/help/errors#SB-6002");
  await userEvent.click(link);
  expect(explain).toHaveBeenCalledWith("SB-6002");
});

function Failing({ run }: { run: () => void }) {
  const restart = { name: "code.restart", label: "Restart", group: "Code", when: "notebook", keys: [], run };
  useCommands([restart as unknown as Command]);
  const toast = useToast();
  return (
    <>
      <FaultNote message="The language service ended" code="SB-8003" />
      <FaultNote message="No command mends it here" code="SB-4005" />
      <button type="button" onClick={() => toast({ text: "It ended", tone: "bad", code: "SB-8003" })}>
        Fail
      </button>
    </>
  );
}

test("what mends an error is a button beside it, in notes and in toasts, where the command is offered", async () => {
  const run = vi.fn();
  render(
    <UIProvider>
      <Failing run={run} />
    </UIProvider>,
  );
  expect(screen.queryByRole("button", { name: "Stop all cells" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Restart it" }));
  await userEvent.click(screen.getByRole("button", { name: "Fail" }));
  const [, inToast] = screen.getAllByRole("button", { name: "Restart it" });
  expect(screen.getByRole("status")).toHaveTextContent("It ended SB-8003");
  await userEvent.click(inToast as HTMLElement);
  expect(run).toHaveBeenCalledTimes(2);
  await waitFor(() => expect(screen.getByRole("status")).toBeEmptyDOMElement());
});

test("what mends an error is a command of the application, and the error has an entry", () => {
  const commands = new Set(["reload", ...catalogue.map(({ name }) => name)]);
  const wrong = Object.entries(remedies).filter(
    ([code, { command }]) => !commands.has(command) || !Object.hasOwn(faults, code),
  );
  expect(wrong).toEqual([]);
});
