import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { herePrefix, rank } from "./palette/parts.tsx";
import { rankMatch } from "./palette/rankMatch.ts";
import { aWorkspace, FakeServer } from "./testing/FakeServer.ts";
import { renderApp } from "./testing/renderApp.tsx";

let server: FakeServer;
beforeEach(() => {
  localStorage.clear();
  server = new FakeServer();
  server.workspaces = [aWorkspace({ id: "ids", title: "Unique ids", openedAt: "2026-03-01T12:00:00Z" })];
});

describe("signing in", () => {
  test("a signed-out browser is asked for the link, and a wrong one says so", async () => {
    server.signedIn = false;
    const { user } = renderApp("/", server);
    const field = await screen.findByLabelText("Link or token");
    await user.type(field, "http://localhost:2150/launch#wrong");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("The token is not right");
    await user.clear(field);
    await user.type(field, "http://localhost:2150/launch#right");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByRole("searchbox")).toBeInTheDocument();
  });

  test("the launch link signs in and leaves no token in the address", async () => {
    server.signedIn = false;
    const { router } = renderApp("/launch#right", server);
    expect(await screen.findByRole("searchbox")).toBeInTheDocument();
    expect(router.state.location.href).toBe("/");
    expect(server.requests).toContain('POST /api/session {"token":"right"}');
  });

  test("a launch link of an earlier start says so", async () => {
    server.signedIn = false;
    renderApp("/launch#old", server);
    expect(await screen.findByRole("alert")).toHaveTextContent("The token is not right");
  });
});

test("the palette runs what was found, and returns the focus when it is left", async () => {
  const { user, router } = renderApp("/", server);
  const search = await screen.findByRole("searchbox");
  await user.click(search);
  await user.keyboard("{Control>}k{/Control}");
  await user.click(await screen.findByRole("combobox"));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(search).toHaveFocus());
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("combobox");
  await user.keyboard("settings{Enter}");
  await waitFor(() => expect(router.state.location.pathname).toBe("/settings"));
});

test("what is typed before the palette is loaded goes into the palette", async () => {
  const { user } = renderApp("/", server);
  await user.click(await screen.findByRole("searchbox"));
  await user.keyboard("{Control>}k{/Control}rec");
  await user.keyboard("ent");
  expect(await screen.findByRole("combobox")).toHaveValue("recent");
  expect(screen.getByRole("searchbox", { hidden: true })).toHaveValue("");
});

test("the help sheet lists the shortcuts of the page", async () => {
  const { user } = renderApp("/", server);
  await screen.findByRole("searchbox");
  await user.keyboard("?");
  const sheet = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(within(sheet).getByText("Search the library")).toBeInTheDocument();
  expect(within(sheet).getByText("Show all shortcuts")).toBeInTheDocument();
});

test("the side bar closes to nothing and remembers it", async () => {
  const { user } = renderApp("/", server);
  await user.click(await screen.findByRole("button", { name: "Close side bar" }));
  expect(screen.queryByRole("navigation", { name: "Side bar" })).not.toBeInTheDocument();
  expect(localStorage.getItem("srcbook.sidebar")).toBe("false");
});

test("an address that leads nowhere says so inside the shell", async () => {
  renderApp("/nowhere", server);
  expect(await screen.findByRole("heading", { name: "There is no such page" })).toBeInTheDocument();
  expect(screen.getByRole("navigation", { name: "Side bar" })).toBeInTheDocument();
});

test.each([
  ["settings", ["Settings", "Go to"], 1],
  ["the sett", ["Open the settings"], 0.8],
  ["ett", ["Settings"], 0.5],
  ["go set", ["Settings", "Go to"], 0.5],
  ["xyz", ["Settings"], 0],
])("rankMatch of %j in %j is %d", (typed, texts, want) => expect(rankMatch("", typed, texts)).toBe(want));

test("a command for the open page counts as much as one that begins with the word", () => {
  const here = rank(`${herePrefix}notebook.panel-secrets`, "secrets", ["Show secrets", "Notebook", ""]);
  expect(here).toBe(rank("go.secrets", "secrets", ["Secrets", "Go to", ""]));
  expect(rank(`${herePrefix}notebook.panel-secrets`, "packages", ["Show secrets", "Notebook", ""])).toBe(0);
});
