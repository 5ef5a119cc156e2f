import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { Boundary } from "./Boundary.tsx";

let broken = true;

function Fragile() {
  if (broken) throw new Error("no such thing");
  return <p>fine</p>;
}

test("what breaks leaves the rest alone, and can be shown again", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const user = userEvent.setup();
  render(
    <>
      <Boundary what="This cell">
        <Fragile />
      </Boundary>
      <p>the rest</p>
    </>,
  );
  expect(screen.getByRole("alert").textContent).toContain("This cell could not be shown");
  expect(screen.getByText("the rest")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Copy details" }));
  expect(await navigator.clipboard.readText()).toContain("no such thing");
  await user.click(screen.getByRole("button", { name: "Show again" }));
  expect(screen.getByRole("alert")).toBeDefined();
  broken = false;
  await user.click(screen.getByRole("button", { name: "Show again" }));
  expect(screen.getByText("fine")).toBeDefined();
  logged.mockRestore();
});
