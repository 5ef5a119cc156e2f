import { ChangeSet } from "@codemirror/state";
import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cellByID } from "~/engine/state.ts";
import { LiveProvider, useCell } from "~/live/LiveProvider.tsx";
import { useProblemTotal } from "~/live/useLanguage.ts";
import { codeCell, OpenedNotebook } from "./testing/notebook.tsx";
import { useSaved } from "./useSaved.ts";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => vi.useRealTimers());

/** How often each was drawn. */
interface Drawn {
  total: number;
  saved: number;
  other: number;
}

function Total({ drawn }: { drawn: Drawn }) {
  useProblemTotal();
  drawn.total++;
  return null;
}

function Saved({ drawn }: { drawn: Drawn }) {
  const { unconfirmed } = useSaved();
  drawn.saved++;
  return <p>{unconfirmed > 0 ? "saving" : "saved"}</p>;
}

function Other({ drawn }: { drawn: Drawn }) {
  useCell("b", (view) => cellByID(view.state, "b")?.text);
  drawn.other++;
  return null;
}

/** Draws what follows the edits of a notebook; `type` makes one in its first cell. */
async function follow() {
  const notebook = new OpenedNotebook([codeCell("a"), codeCell("b")]);
  await notebook.settle();
  const drawn: Drawn = { total: 0, saved: 0, other: 0 };
  render(
    <LiveProvider live={notebook.live}>
      <Total drawn={drawn} />
      <Saved drawn={drawn} />
      <Other drawn={drawn} />
    </LiveProvider>,
  );
  const type = (at: number) =>
    act(async () => notebook.live.session.edit("a", ChangeSet.of({ from: at, insert: "x" }, at)));
  return { notebook, drawn, type };
}

describe("typing", () => {
  it("draws the status once, and neither the other cells nor what is said of all", async () => {
    const { notebook, drawn, type } = await follow();
    const before = { ...drawn };
    for (let key = 0; key < 5; key++) {
      await type(key);
      await notebook.settle(); // the answer of the server comes between two keys
    }
    expect(drawn).toEqual({ ...before, saved: before.saved + 1 });
  });

  it("is being saved at once, and saved a moment after the last answer", async () => {
    const { notebook, type } = await follow();
    expect(screen.getByText("saved")).toBeDefined();
    await type(0);
    expect(screen.getByText("saving")).toBeDefined();
    await notebook.settle();
    expect(screen.getByText("saving")).toBeDefined();
    act(() => {
      vi.advanceTimersByTime(1_000);
    });
    expect(screen.getByText("saved")).toBeDefined();
  });
});
