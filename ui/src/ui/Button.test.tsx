import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Button } from "./Button.tsx";

it("keeps the keyboard while it is busy, and cannot be pressed", async () => {
  const onClick = vi.fn();
  const onSubmit = vi.fn((event: Event) => event.preventDefault());
  const form = (busy?: string) => (
    <form onSubmit={(event) => onSubmit(event.nativeEvent)}>
      <input aria-label="Name" />
      <Button type="submit" busy={busy} onClick={onClick}>
        Add
      </Button>
    </form>
  );
  const { rerender } = render(form());
  await userEvent.click(screen.getByRole("button"));
  rerender(form("Adding"));
  expect(screen.getByRole("button", { name: "Adding…" })).toHaveFocus();
  expect(screen.getByRole("button")).toBeEnabled(); // Chromium takes the keyboard from what is disabled
  expect(screen.getByRole("button")).toHaveAttribute("aria-disabled", "true");
  await userEvent.keyboard("{Enter}");
  await userEvent.type(screen.getByRole("textbox"), "{Enter}");
  expect(onClick).toHaveBeenCalledTimes(1);
  expect(onSubmit).toHaveBeenCalledTimes(1);
});
