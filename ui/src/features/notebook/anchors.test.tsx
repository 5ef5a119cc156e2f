import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { placeOf } from "./anchors.ts";
import { collapse } from "./collapse.ts";
import { codeCell, openLinked, proseCell } from "./testing/notebook.tsx";

const cells = [
  proseCell("m", "# Setup\n\n## What's new?\n\n## Setup"),
  codeCell("a"),
  proseCell("n", "## Setup\n\n## Größe"),
];

describe("placeOf", () => {
  const cases = [
    { anchor: "n-setup", want: { cell: "n", heading: "n-setup" } },
    { anchor: "setup", want: { cell: "m", heading: "m-setup" } },
    { anchor: "setup-2", want: { cell: "m", heading: "m-setup-2" } },
    { anchor: "what-s-new", want: { cell: "m", heading: "m-what-s-new" } },
    { anchor: "whats-new", want: { cell: "m", heading: "m-what-s-new" } },
    { anchor: "gr%C3%B6%C3%9Fe", want: { cell: "n", heading: "n-größe" } },
    { anchor: "n-renamed", want: { cell: "n" } },
    { anchor: "100%", want: undefined },
    { anchor: "-", want: undefined },
    { anchor: "elsewhere", want: undefined },
  ];
  for (const { anchor, want } of cases) it(anchor, () => expect(placeOf(anchor, cells)).toEqual(want));
});

describe("links within a notebook", () => {
  const shown: string[] = [];
  beforeEach(() => {
    vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
      shown.push(this.id);
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    shown.length = 0;
    collapse(["top"], "section", false);
  });
  /** More than is drawn at first. */
  const many = Array.from({ length: 8 }, (_, i) => codeCell(`c${i}`, "1\n".repeat(40)));

  it("lead to the first heading that is called so, though its cell is not drawn", async () => {
    await openLinked(undefined, proseCell("top", "[Go](#the-end)"), ...many, proseCell("z", "## The end"));
    expect(screen.queryByRole("heading", { name: /The end/ })).toBeNull();
    await userEvent.click(screen.getByRole("link", { name: "Go" }));
    await waitFor(() => expect(shown).toContain("z-the-end"));
    await waitFor(() => expect(screen.getByRole("region", { name: "Text cell The end" })).toHaveFocus());
  });

  it("lead below a heading that is collapsed", async () => {
    collapse(["top"], "section", true);
    await openLinked("inner", proseCell("top", "# Top"), proseCell("z", "## Inner"));
    await waitFor(() => expect(shown).toContain("z-inner"));
  });

  it("begin at the heading whose own anchor the address has", async () => {
    await openLinked("z-there", ...many, proseCell("z", "text\n\n## There"));
    await waitFor(() => expect(shown).toContain("z-there"));
  });

  it("lead to a line of code", async () => {
    await openLinked("z:3", ...many, codeCell("z", "1\n2\n3"));
    const editor = await screen.findByRole("textbox", { name: "Code of z.ts" });
    await waitFor(() => expect(editor).toHaveFocus());
    await waitFor(() => expect(document.getSelection()?.anchorNode?.textContent).toBe("3"));
  });
});
