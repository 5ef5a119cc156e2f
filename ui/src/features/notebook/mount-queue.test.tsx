import { act, render, screen } from "@testing-library/react";
import { useRef } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useTurn } from "./mount-queue.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function Heavy() {
  const place = useRef<HTMLParagraphElement>(null);
  return <p ref={place}>{useTurn(place, false) ? "drawn" : "waiting"}</p>;
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe("what is drawn in idle time", () => {
  it("is drawn soon", async () => {
    render(<Heavy />);
    await pass(200);
    expect(screen.getByText("drawn")).toBeDefined();
  });

  it("waits while somebody types", async () => {
    render(<Heavy />);
    for (let key = 0; key < 10; key++) {
      document.dispatchEvent(new Event("input"));
      await pass(100);
      expect(screen.getByText("waiting")).toBeDefined();
    }
    await pass(1_000);
    expect(screen.getByText("drawn")).toBeDefined();
  });
});
