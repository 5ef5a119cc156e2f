import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { aWorkspace, FakeServer } from "~/app/testing/FakeServer.ts";
import { renderApp } from "~/app/testing/renderApp.tsx";

let server: FakeServer;
beforeEach(() => {
  localStorage.clear();
  server = new FakeServer();
  server.workspaces = [
    aWorkspace({ id: "ids", title: "Unique ids", summary: "Sixteen random bytes" }),
    aWorkspace({ id: "buckets", title: "Token buckets", language: "javascript" }),
    aWorkspace({ id: "csv", title: "Parsing CSV" }),
  ];
});

const rows = async () => within(await screen.findByRole("list", { name: "Notebooks" })).findAllByRole("link");
const titles = async () => (await rows()).map((row) => row.textContent);

test("rows show title, first line of prose and language", async () => {
  renderApp("/", server);
  expect(await titles()).toEqual(["Unique ids", "Token buckets", "Parsing CSV"]);
  expect(screen.getAllByText(/Sixteen random bytes/)).not.toHaveLength(0);
  expect(screen.getAllByTitle("JavaScript")).toHaveLength(1);
});

test("a row says who edited last when that is somebody else", async () => {
  const server = new FakeServer();
  server.workspaces = [
    aWorkspace({ id: "theirs", title: "Theirs", editedBy: "Ada" }),
    aWorkspace({ id: "mine", title: "Mine", editedBy: "you" }),
  ];
  renderApp("/", server);
  const row = async (title: string) => (await screen.findByRole("link", { name: title })).closest("li");
  await waitFor(async () => expect((await row("Theirs"))?.textContent).toContain("Edited by Ada"));
  expect((await row("Mine"))?.textContent).not.toContain("Edited by");
});

test("typing filters, arrow down goes into the list, arrows move in it", async () => {
  const { user } = renderApp("/", server);
  await rows();
  await user.keyboard("/");
  await user.keyboard("s");
  expect(await titles()).toEqual(["Unique ids", "Token buckets", "Parsing CSV"]);
  await user.keyboard("{Backspace}buck");
  await waitFor(async () => expect(await titles()).toEqual(["Token buckets"]));
  await user.keyboard("{Escape}");
  await waitFor(async () => expect(await titles()).toHaveLength(3));
  await user.keyboard("{ArrowDown}{ArrowDown}");
  expect(screen.getByRole("link", { name: "Token buckets" })).toHaveFocus();
  await user.keyboard("{ArrowUp}{ArrowUp}");
  expect(screen.getByRole("searchbox")).toHaveFocus();
});

test("Delete moves to the trash, the focus to the next row, and Undo brings it back", async () => {
  const { user } = renderApp("/", server);
  await rows();
  screen.getByRole("link", { name: "Unique ids" }).focus();
  await user.keyboard("{Delete}");
  await waitFor(async () => expect(await titles()).toEqual(["Token buckets", "Parsing CSV"]));
  expect(screen.getByRole("link", { name: "Token buckets" })).toHaveFocus();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(async () => expect(await titles()).toHaveLength(3));
  expect(server.requests).toContain("POST /api/workspaces/ids/restore");
});

test("F2 renames in place and the focus returns to the row", async () => {
  const { user } = renderApp("/", server);
  await rows();
  screen.getByRole("link", { name: "Parsing CSV" }).focus();
  await user.keyboard("{F2}");
  await user.keyboard("CSV by hand{Enter}");
  const row = await screen.findByRole("link", { name: "CSV by hand" });
  await waitFor(() => expect(row).toHaveFocus());
  expect(server.requests).toContain('PATCH /api/workspaces/csv {"title":"CSV by hand"}');
});

test("the keys of rows can be changed, and the menu of a row shows them", async () => {
  server.settings.keys = { "row.rename": ["r"], "row.trash": [] };
  const { user } = renderApp("/", server);
  await rows();
  const row = screen.getByRole("link", { name: "Parsing CSV" });
  await waitFor(async () => {
    row.focus();
    await user.keyboard("r");
    expect(screen.getByRole("textbox", { name: "Title" })).toHaveFocus();
  });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.getByRole("link", { name: "Parsing CSV" })).toHaveFocus());
  await user.keyboard("{Delete}{F2}");
  expect(screen.queryByRole("textbox", { name: "Title" })).not.toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Actions for Parsing CSV" }));
  expect(await screen.findByRole("menuitem", { name: /Rename/ })).toHaveTextContent("RenameR");
  expect(server.requests.filter((line) => line.startsWith("DELETE"))).toEqual([]);
});

test("a new notebook is created in the chosen language and opened", async () => {
  const { user, router } = renderApp("/", server);
  await rows();
  await user.click(screen.getByRole("button", { name: "New notebook in another language" }));
  await user.click(await screen.findByRole("menuitem", { name: "JavaScript notebook" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/n/new1"));
  expect(server.requests).toContain('POST /api/workspaces {"language":"javascript"}');
});

test("an import lists what failed and why, with its lines", async () => {
  server.failures.set("POST /api/workspaces/import", {
    code: "SB-2005",
    kind: "invalid",
    message: "The file is not a notebook.",
    details: [{ line: 14, message: "A code cell needs a file name" }],
  });
  const { user } = renderApp("/", server);
  await rows();
  await user.click(screen.getByRole("button", { name: "Import" }));
  const dialog = await screen.findByRole("dialog", { name: "Import notebooks" });
  const file = new File(["bad"], "broken.src.md");
  await user.upload(within(dialog).getByLabelText("Notebook files"), file);
  expect(await within(dialog).findByText("1 failed")).toBeInTheDocument();
  expect(within(dialog).getByText("line 14")).toBeInTheDocument();
  expect(within(dialog).getByText(/A code cell needs a file name/)).toBeInTheDocument();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.getByRole("button", { name: "Import" })).toHaveFocus());
});

test("files can be dropped anywhere, and each is listed", async () => {
  renderApp("/", server);
  await rows();
  const files = [new File(["a"], "a.src.md"), new File(["b"], "b.src.md")];
  fireEvent.dragEnter(document.body, { dataTransfer: { types: ["Files"] } });
  expect(screen.getByText("Drop to import")).toBeInTheDocument();
  fireEvent.drop(document.body, { dataTransfer: { types: ["Files"], files } });
  expect(screen.queryByText("Drop to import")).not.toBeInTheDocument();
  expect(await screen.findByText("2 imported")).toBeInTheDocument();
  expect(screen.getByRole("link", { name: "b.src.md" })).toHaveAttribute("href", "/n/new2");
});

test("a pasted notebook is imported and opened; other text is not", async () => {
  const { router } = renderApp("/", server);
  await rows();
  const paste = (text: string) => fireEvent.paste(document.body, { clipboardData: { getData: () => text } });
  paste("just words");
  paste('<!-- srcbook:{"language":"typescript"} -->\n\n# Pasted');
  await waitFor(() => expect(router.state.location.pathname).toBe("/n/new1"));
  expect(server.requests.filter((line) => line.startsWith("POST"))).toHaveLength(1);
});

test("what is nowhere is said to be nowhere", async () => {
  const { user } = renderApp("/", server);
  await rows();
  await user.type(screen.getByRole("searchbox"), "zebra");
  // It may give way to the answer to a part of the word once more.
  await waitFor(() =>
    expect(screen.getByRole("heading", { name: "Nothing found for “zebra”" })).toBeInTheDocument(),
  );
});

test("an empty library offers the ways to begin", async () => {
  server.workspaces = [];
  renderApp("/", server);
  expect(await screen.findByRole("heading", { name: "Start with a notebook" })).toBeInTheDocument();
  expect(screen.getByRole("link", { name: /Open an example/ })).toBeInTheDocument();
});

test("a library that cannot be read says so and can be asked again", async () => {
  server.failures.set("GET /api/workspaces", {
    code: "SB-6001",
    kind: "internal",
    message: "The library could not be read",
    next: "Check the disk",
  });
  const { user } = renderApp("/", server);
  expect(await screen.findByRole("alert")).toHaveTextContent("The library could not be readCheck the disk");
  server.failures.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await titles()).toHaveLength(3);
});

test("the trash restores, and deletes for good only when the undo is declined", async () => {
  for (const row of server.workspaces) row.trashedAt = "2026-03-01T12:00:00Z";
  const { user } = renderApp("/trash", server);
  await user.click(await screen.findByRole("button", { name: "Delete Unique ids for good" }));
  await waitFor(() => expect(screen.queryByText("Unique ids")).not.toBeInTheDocument());
  expect(server.workspaces).toHaveLength(3);
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText("Unique ids")).toBeInTheDocument();

  await user.click(screen.getByRole("button", { name: "Delete Unique ids for good" }));
  await user.click(await screen.findByRole("button", { name: "Dismiss" }));
  await waitFor(() => expect(server.workspaces).toHaveLength(2));

  await user.click(screen.getByRole("button", { name: "Restore Parsing CSV" }));
  await waitFor(() => expect(screen.queryByText("Parsing CSV")).not.toBeInTheDocument());
  expect(server.requests).toContain("POST /api/workspaces/csv/restore");
});

test("a long list keeps only what is in view in the document", async () => {
  server.workspaces = Array.from({ length: 3000 }, (_, i) =>
    aWorkspace({ id: `w${i}`, title: `Notebook ${i}` }),
  );
  renderApp("/", server);
  const shown = await rows();
  expect(shown.length).toBeLessThan(100);
  expect(shown[0]?.closest("li")).toHaveAttribute("aria-setsize", "3000");
});
