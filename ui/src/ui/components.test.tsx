import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { Button } from "./Button.tsx";
import { useCommands } from "./CommandProvider.tsx";
import { type Command, define } from "./commands.ts";
import { Dialog } from "./Dialog.tsx";
import { EditableText } from "./EditableText.tsx";
import { Menu, MenuItem } from "./Menu.tsx";
import { ResizeHandle } from "./ResizeHandle.tsx";
import { type Toast, useToast } from "./Toast.tsx";
import { UIProvider } from "./UIProvider.tsx";

const show = (element: ReactNode) => render(<UIProvider>{element}</UIProvider>);

function CommandPage({ commands }: { commands: readonly Command[] }) {
  useCommands(commands);
  return <input aria-label="Field" />;
}

function MenuPage() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Menu trigger={<Button>More</Button>}>
        <MenuItem onSelect={() => setOpen(true)}>Rename</MenuItem>
      </Menu>
      <Dialog open={open} onOpenChange={setOpen} title="Rename">
        <input aria-label="Name" />
      </Dialog>
    </>
  );
}

function ToastPage({ toasts }: { toasts: Toast[] }) {
  const toast = useToast();
  return toasts.map((each) => (
    <Button key={each.text} onClick={() => toast(each)}>
      {`Show ${each.text}`}
    </Button>
  ));
}

test("a busy button says what it does and cannot be pressed", async () => {
  const onClick = vi.fn();
  show(
    <Button busy="Installing" onClick={onClick}>
      Install
    </Button>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Installing…" }));
  expect(onClick).not.toHaveBeenCalled();
});

describe("commands", () => {
  const { some } = define({ group: "g", when: "anywhere" }, { some: { label: "Some" } });
  const command = (keys: string, run: () => void): Command => ({ ...some, name: keys, keys: [keys], run });

  test("plain keys are typed in a field, others run there too", async () => {
    const plain = vi.fn();
    const mod = vi.fn();
    show(<CommandPage commands={[command("x", plain), command("Mod-x", mod)]} />);
    await userEvent.keyboard("x");
    expect(plain).toHaveBeenCalledTimes(1);
    await userEvent.type(screen.getByRole("textbox"), "x{Control>}x{/Control}");
    expect(plain).toHaveBeenCalledTimes(1);
    expect(mod).toHaveBeenCalledTimes(1);
    expect(screen.getByRole("textbox")).toHaveValue("x");
  });

  test("a command that is not enabled does not run", async () => {
    const run = vi.fn();
    show(<CommandPage commands={[{ ...command("x", run), enabled: false }]} />);
    await userEvent.keyboard("x");
    expect(run).not.toHaveBeenCalled();
  });
});

describe("a dialog that a menu item opens", () => {
  test("begins at its first field and returns the focus to the menu's button", async () => {
    show(<MenuPage />);
    await userEvent.click(screen.getByRole("button", { name: "More" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Rename" }));
    const field = await screen.findByRole("textbox", { name: "Name" });
    await waitFor(() => expect(field).toHaveFocus());
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(screen.getByRole("button", { name: "More" })).toHaveFocus());
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });
});

describe("a menu", () => {
  const button = () => screen.getByRole("button", { name: "More" });

  test("that the keyboard opens begins at its first entry, and Escape returns to the button", async () => {
    show(<MenuPage />);
    await userEvent.tab();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(screen.getByRole("menuitem", { name: "Rename" })).toHaveFocus());
    expect(screen.getByRole("menu", { name: "More" })).toBeVisible();
    await userEvent.keyboard("{Escape}");
    await waitFor(() => expect(button()).toHaveFocus());
    await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
    await userEvent.keyboard("{ArrowDown}");
    await waitFor(() => expect(screen.getByRole("menuitem", { name: "Rename" })).toHaveFocus());
  });

  test("is closed by scrolling that takes its button away, not by one that ended before", async () => {
    show(<MenuPage />);
    await userEvent.click(button());
    await screen.findByRole("menu");
    fireEvent.scroll(document);
    expect(screen.getByRole("menu")).toBeVisible();
    vi.spyOn(button(), "getBoundingClientRect").mockReturnValue(new DOMRect(0, 40, 0, 0));
    fireEvent.scroll(document);
    await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
  });

  test("is closed by a second click on its button", async () => {
    show(<MenuPage />);
    await userEvent.click(button());
    await screen.findByRole("menu");
    await userEvent.click(button());
    await waitFor(() => expect(screen.queryByRole("menu")).toBeNull());
  });
});

describe("a toast", () => {
  test("is taken or declined, once", async () => {
    const run = vi.fn();
    const onDeclined = vi.fn();
    show(<ToastPage toasts={[{ text: "A", action: { label: "Undo", run }, onDeclined }]} />);
    await userEvent.click(screen.getByRole("button", { name: "Show A" }));
    expect(screen.getByRole("status")).toHaveTextContent("A");
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    expect([run.mock.calls.length, onDeclined.mock.calls.length]).toEqual([1, 0]);
    expect(screen.getByRole("status")).toBeEmptyDOMElement();
  });

  test("gives way to the next one, and is declined by it", async () => {
    const onDeclined = vi.fn();
    show(<ToastPage toasts={[{ text: "A", onDeclined }, { text: "B" }]} />);
    await userEvent.click(screen.getByRole("button", { name: "Show A" }));
    await userEvent.click(screen.getByRole("button", { name: "Show B" }));
    expect(screen.getByRole("status")).toHaveTextContent(/^B/);
    expect(onDeclined).toHaveBeenCalledTimes(1);
  });

  test("is declined when the page is left", async () => {
    const onDeclined = vi.fn();
    show(<ToastPage toasts={[{ text: "A", onDeclined }]} />);
    await userEvent.click(screen.getByRole("button", { name: "Show A" }));
    window.dispatchEvent(new Event("pagehide"));
    expect(onDeclined).toHaveBeenCalledTimes(1);
  });
});

describe("editable text", () => {
  test.each([
    ["Enter commits", "New{Enter}", ["New"]],
    ["Escape takes back", "New{Escape}", []],
    ["an empty text is not committed", "{Backspace}{Enter}", []],
  ])("%s, and the focus returns", async (_name, typed, want) => {
    const onCommit = vi.fn();
    show(<EditableText label="Title" value="Old" onCommit={onCommit} />);
    await userEvent.click(screen.getByRole("button", { name: "Title: Old. Rename" }));
    await userEvent.keyboard(typed);
    expect(onCommit.mock.calls.flat()).toEqual(want);
    expect(screen.getByRole("button", { name: "Title: Old. Rename" })).toHaveFocus();
  });
});

test("a resize handle is moved by the arrow keys, within its bounds", async () => {
  const onResize = vi.fn();
  show(
    <ResizeHandle
      label="Panel"
      column="right"
      width={360}
      min={280}
      max={370}
      usual={340}
      onResize={onResize}
    />,
  );
  screen.getByRole("separator", { name: "Panel" }).focus();
  await userEvent.keyboard("{ArrowLeft}{ArrowRight}");
  await userEvent.dblClick(screen.getByRole("separator"));
  expect(onResize.mock.calls.flat()).toEqual([370, 344, 340]);
});
