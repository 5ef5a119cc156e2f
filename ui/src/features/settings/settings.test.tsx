import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { renderApp } from "~/app/testing/renderApp.tsx";

beforeEach(() => localStorage.clear());

test("a theme shows at once and is kept", async () => {
  const { user, server } = renderApp("/settings");
  await user.selectOptions(await screen.findByRole("combobox", { name: "Theme" }), "Dark");
  await waitFor(() => expect(server.settings.theme).toBe("dark"));
  expect(document.documentElement).toHaveAttribute("data-theme", "dark");
  expect(localStorage.getItem("srcbook.theme")).toBe("dark");
});

test("a switch takes effect and goes back when the server refuses", async () => {
  const { user, server } = renderApp("/settings");
  const wrap = await screen.findByRole("switch", { name: "Wrap long output lines" });
  await user.click(wrap);
  await waitFor(() => expect(server.settings.wrapOutput).toBe(false));
  server.failures.set("PATCH /api/settings", {
    code: "SB-6004",
    kind: "internal",
    message: "The disk is full",
  });
  await user.click(wrap);
  expect(await screen.findByRole("alert")).toHaveTextContent("The disk is full");
  await waitFor(() => expect(wrap).not.toBeChecked());
});

test("more output is kept within the bounds", async () => {
  const { user, server } = renderApp("/settings");
  const field = await screen.findByRole("textbox", { name: "Output that is kept of a run, in megabytes" });
  expect(field).toHaveValue("10");
  await user.clear(field);
  await user.type(field, "51{Enter}");
  expect(await screen.findByText("A whole number from 1 to 50")).toBeInTheDocument();
  await user.clear(field);
  await user.type(field, "50{Enter}");
  await waitFor(() => expect(server.settings.outputLimit).toBe(50));
});

test("a time limit that is no number is not sent", async () => {
  const { user, server } = renderApp("/settings");
  const field = await screen.findByRole("textbox", { name: "Time limit of a run, in seconds" });
  await user.clear(field);
  await user.type(field, "ten{Enter}");
  expect(screen.getByRole("alert")).toHaveTextContent("A whole number from 0 to 86,400");
  await user.clear(field);
  await user.type(field, "30{Enter}");
  await waitFor(() => expect(server.settings.runTimeLimit).toBe(30));
  expect(server.requests.filter((line) => line.startsWith("PATCH"))).toEqual([
    'PATCH /api/settings {"runTimeLimit":30}',
  ]);
});
