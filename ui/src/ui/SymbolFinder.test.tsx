import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { type SymbolFinder, SymbolProvider, useOfferSymbols, useSymbolFinder } from "./SymbolFinder.tsx";

const finder: SymbolFinder = async () => [];
let drawn = 0;

function Offers() {
  useOfferSymbols(finder);
  return null;
}

function Looks() {
  drawn++;
  return <p>{useSymbolFinder() === finder ? "found" : "none"}</p>;
}

test("a page offers its symbols once, not again because it was heard", async () => {
  const { rerender } = render(
    <SymbolProvider>
      <Offers />
      <Looks />
    </SymbolProvider>,
  );
  expect(await screen.findByText("found")).toBeDefined();
  expect(drawn).toBeLessThan(5);
  rerender(
    <SymbolProvider>
      <Looks />
    </SymbolProvider>,
  );
  expect(await screen.findByText("none")).toBeDefined();
});
