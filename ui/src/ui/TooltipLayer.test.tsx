import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { IconButton } from "./IconButton.tsx";
import { Tooltip } from "./Tooltip.tsx";
import { TooltipLayer } from "./TooltipLayer.tsx";

beforeEach(() => {
  render(
    <>
      <IconButton label="Run" keys="Mod-Enter" />
      <Tooltip text="Three packages">
        <button type="button">Packages</button>
      </Tooltip>
      <TooltipLayer />
    </>,
  );
});

const packages = () => screen.getByRole("button", { name: "Packages" });

test("the Tab key shows the tooltip of what it reaches, with the shortcut", async () => {
  const user = userEvent.setup();
  await user.tab();
  expect((await screen.findByRole("tooltip")).textContent).toContain("Run");
  await user.tab();
  expect((await screen.findByText("Three packages")).id).toBe(packages().getAttribute("aria-describedby"));
  await user.tab();
  await waitFor(() => expect(screen.queryByRole("tooltip")).toBeNull());
  expect(packages().hasAttribute("aria-describedby")).toBe(false);
});

test("a focus that comes back from elsewhere shows none", async () => {
  await act(async () => packages().focus());
  expect(screen.queryByRole("tooltip")).toBeNull();
});

test("the pointer shows it after a while, and Escape takes it away", async () => {
  fireEvent.pointerOver(packages(), { pointerType: "mouse" });
  expect(screen.queryByRole("tooltip")).toBeNull();
  const tooltip = await screen.findByRole("tooltip");
  fireEvent.pointerOver(tooltip, { pointerType: "mouse" });
  await act(async () => {});
  expect(screen.getByRole("tooltip")).toBe(tooltip);
  fireEvent.keyDown(document.body, { key: "Escape" });
  await waitFor(() => expect(screen.queryByRole("tooltip")).toBeNull());
});

test("a finger shows none", async () => {
  fireEvent.pointerOver(packages(), { pointerType: "touch" });
  await act(() => new Promise((resolve) => setTimeout(resolve, 600)));
  expect(screen.queryByRole("tooltip")).toBeNull();
});
