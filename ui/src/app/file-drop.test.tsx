import { createEvent, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { useFileDrop } from "~/ui/useFileDrop.ts";
import { renderApp } from "./testing/renderApp.tsx";

const file = (name: string) => Object.assign(new File(["# A"], name), { text: async () => "# A" });

/** Drops on a target; says whether the browser keeps from opening the file itself. */
function drop(target: Element, ...files: File[]): boolean {
  const event = createEvent.drop(target, { dataTransfer: { types: ["Files"], files } });
  fireEvent(target, event);
  return event.defaultPrevented;
}

test("a file dropped on a page that is not the library's is imported and opened", async () => {
  const { router } = renderApp("/settings");
  await screen.findByRole("heading", { name: "Settings", level: 1 });
  expect(drop(screen.getByRole("main"), file("a.src.md"))).toBe(true);
  await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/n\//));
});

function Page({ taken }: { taken: string[] }) {
  const over = useFileDrop((files) => taken.push(...files.map(({ name }) => name)));
  return (
    <>
      <p>{over ? "over" : "elsewhere"}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: editors are none */}
      <div
        contentEditable
        suppressContentEditableWarning
        role="textbox"
        tabIndex={0}
        onDrop={(event) => event.preventDefault()}
      />
    </>
  );
}

test("files dropped on an editor are its own, and what drags cells is nobody's", () => {
  const taken: string[] = [];
  render(<Page taken={taken} />);
  const dataTransfer = { types: ["Files"], files: [] };
  const editor = screen.getByRole("textbox");
  fireEvent.dragEnter(document.body, { dataTransfer });
  expect(screen.getByText("over")).toBeInTheDocument();
  fireEvent.dragEnter(editor, { dataTransfer });
  fireEvent.dragLeave(document.body, { dataTransfer });
  expect(screen.getByText("elsewhere")).toBeInTheDocument();
  drop(editor, file("editor.md"));
  fireEvent.drop(document.body, { dataTransfer: { types: ["text/plain"], files: [] } });
  drop(document.body, file("page.md"));
  expect(taken).toEqual(["page.md"]);
});
