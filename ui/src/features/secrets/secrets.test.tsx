import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { FakeServer } from "~/app/testing/FakeServer.ts";
import { renderApp } from "~/app/testing/renderApp.tsx";
import { nameProblem } from "./name.ts";

let server: FakeServer;
beforeEach(() => {
  localStorage.clear();
  server = new FakeServer();
  server.secrets = [{ name: "API_KEY", updatedAt: "2026-03-01T12:00:00Z", granted: [] }];
});

test("a secret is created; its value is shown only on request and only while it is typed", async () => {
  const { user } = renderApp("/secrets", server);
  await screen.findByText("API_KEY");
  await user.click(screen.getByRole("button", { name: "New secret" }));
  const dialog = await screen.findByRole("dialog", { name: "New secret" });
  await user.type(within(dialog).getByLabelText("Name"), "TOKEN");
  const value = within(dialog).getByLabelText("Value");
  await user.type(value, "s3cret");
  expect(value).toHaveAttribute("type", "password");
  await user.click(within(dialog).getByRole("button", { name: "Show the value" }));
  expect(value).toHaveAttribute("type", "text");
  await user.click(within(dialog).getByRole("button", { name: "Save" }));
  expect(await screen.findByText("TOKEN")).toBeInTheDocument();
  expect(server.requests).toContain('PUT /api/secrets/TOKEN {"description":"","value":"s3cret"}');
});

test("a change without a value keeps the present one", async () => {
  const { user } = renderApp("/secrets", server);
  await user.click(await screen.findByRole("button", { name: "Actions for API_KEY" }));
  await user.click(await screen.findByRole("menuitem", { name: "Change" }));
  const name = await screen.findByLabelText("Name");
  await user.clear(name);
  await user.type(name, "KEY");
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(await screen.findByText("KEY")).toBeInTheDocument();
  expect(server.requests).toContain('PUT /api/secrets/API_KEY {"description":"","rename":"KEY"}');
});

test("deleting can be undone", async () => {
  const { user } = renderApp("/secrets", server);
  await user.click(await screen.findByRole("button", { name: "Actions for API_KEY" }));
  await user.click(await screen.findByRole("menuitem", { name: "Delete" }));
  expect(await screen.findByRole("heading", { name: "No secrets yet" })).toBeInTheDocument();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  expect(await screen.findByText("API_KEY")).toBeInTheDocument();
  await waitFor(() => expect(server.requests.some((line) => line.startsWith("DELETE"))).toBe(false));
});

test.each([
  ["", undefined, "A secret needs a name"],
  ["API_KEY", undefined, "There is already a secret called API_KEY"],
  ["API_KEY", "API_KEY", undefined],
  ["api", undefined, "Only capital letters, digits and underscores, at most 100, and no digit at the start"],
  ["TOKEN_2", undefined, undefined],
])("the name %j of a secret called %j: %j", (name, own, want) =>
  expect(nameProblem(name, ["API_KEY"], own)).toBe(want),
);
