import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { aWorkspace, FakeServer } from "~/app/testing/FakeServer.ts";
import { renderApp } from "~/app/testing/renderApp.tsx";
import { byNotebook } from "~/data/search.ts";
import type { SearchHit } from "~/protocol/wire.ts";
import "./Page.tsx"; // read once, before the first test waits for it

const hit = (change: Partial<SearchHit>): SearchHit => ({
  workspace: "limits",
  title: "Rate limits",
  snippet: "",
  marks: [],
  ...change,
});

const hits = [
  hit({ cell: "c1", filename: "bucket.ts", snippet: "class TokenBucket {", marks: [[11, 17]] }),
  hit({
    workspace: "garden",
    title: "The bucket list",
    snippet: "The bucket list",
    marks: [[4, 10]],
  }),
  hit({ cell: "c2", snippet: "A bucket holds them.", marks: [[2, 8]] }),
];

let server: FakeServer;
beforeEach(() => {
  localStorage.clear();
  server = new FakeServer();
  server.workspaces = [aWorkspace({ id: "limits", title: "Rate limits" })];
  server.hits = hits;
});

const asked = () => server.requests.filter((line) => line.startsWith("GET /api/search"));

test("hits are grouped by their notebooks in the order of the best ones", () => {
  const [first, second, third] = hits;
  expect(byNotebook(hits)).toEqual([
    { workspace: "limits", title: "Rate limits", cells: [first, third] },
    { workspace: "garden", title: "The bucket list", titleHit: second, cells: [] },
  ]);
});

test("results mark what was sought and lead to the cell", async () => {
  renderApp("/search?q=bucket", server);
  const results = within(await screen.findByRole("list", { name: "Results" }));
  expect(results.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    "/n/limits",
    "/n/limits#c1",
    "/n/limits#c2",
    "/n/garden",
  ]);
  const marks = [...document.querySelectorAll("mark")].map((mark) => mark.textContent);
  expect(marks).toEqual(["Bucket", "bucket", "bucket"]);
  expect(screen.getByText("3 places in 2 notebooks")).toBeInTheDocument();
});

test("what is typed goes into the address and is asked for with the time zone", async () => {
  const { user, router } = renderApp("/search", server);
  expect(await screen.findByRole("heading", { name: "How to search" })).toBeInTheDocument();
  await user.type(screen.getByRole("searchbox"), "bucket 12");
  await waitFor(() => expect(router.state.location.search).toEqual({ q: "bucket 12" }));
  await screen.findByRole("list", { name: "Results" });
  expect(asked().at(-1)).toMatch(/^GET \/api\/search\?q=bucket\+12&zone=\w+/);
});

test("a filter of the query is shown, and can be taken away", async () => {
  const { user, router } = renderApp("/search?q=lang:js+bucket", server);
  expect(await screen.findByText("JavaScript")).toBeInTheDocument();
  await user.click(screen.getByLabelText("Remove the filter Language"));
  await waitFor(() => expect(router.state.location.search).toEqual({ q: "bucket" }));
});

test("a query that is a number stays what was typed", async () => {
  renderApp("/search?q=2026", server);
  expect(await screen.findByRole("searchbox")).toHaveValue("2026");
});

test("a search that fails says so and can be tried again", async () => {
  server.failures.set("GET /api/search", { code: "SB-6001", kind: "internal", message: "The disk failed" });
  const { user } = renderApp("/search?q=bucket", server);
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk failed");
  server.failures.clear();
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("list", { name: "Results" })).toBeInTheDocument();
});

test("the palette shows the text that was found, by notebook, and leads to all results", async () => {
  const { user, router } = renderApp("/", server);
  await screen.findByRole("searchbox");
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("combobox");
  await user.keyboard("bucket");
  expect(await screen.findByRole("option", { name: /class TokenBucket.*bucket\.ts/ })).toBeInTheDocument();
  expect(screen.getByRole("option", { name: "The bucket list" })).toBeInTheDocument();
  await user.click(screen.getByRole("option", { name: "See all results for “bucket”" }));
  await waitFor(() => expect(router.state.location.href).toBe("/search?q=bucket"));
});

const names = [
  {
    workspace: "limits",
    title: "Rate limits",
    cell: "c1",
    filename: "bucket.ts",
    line: 12,
    name: "refill",
    kind: "method",
    container: "TokenBucket",
  },
];

test("the palette finds names in the code of open notebooks anywhere, and opens them at the line", async () => {
  server.symbols = names;
  const { user, router } = renderApp("/", server);
  await screen.findByRole("searchbox");
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("combobox");
  await user.keyboard("@refill");
  await user.click(
    await screen.findByRole("option", { name: /refill.*method.*Rate limits · bucket\.ts · TokenBucket/ }),
  );
  await waitFor(() => expect(router.state.location.href).toBe("/n/limits#c1:12:refill"));
});

test("the palette says when no open notebook has such a name", async () => {
  const { user } = renderApp("/", server);
  await screen.findByRole("searchbox");
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("combobox");
  await user.keyboard("@token");
  expect(await screen.findByText("No name in the code of an open notebook fits that.")).toBeInTheDocument();
});

test("the page shows names in the code of open notebooks beside the text, for one word", async () => {
  server.symbols = names;
  renderApp("/search?q=refill", server);
  const list = within(await screen.findByRole("list", { name: "Names" }));
  expect(list.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
    "/n/limits#c1:12:refill",
  ]);
});
