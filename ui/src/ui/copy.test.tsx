import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { copyAndTell, copyText } from "./copy.ts";
import { useToast } from "./Toast.tsx";
import { UIProvider } from "./UIProvider.tsx";

/** A page over plain http from another machine: browsers give it no clipboard, but copy what is selected. */
function insecure(execCommand: () => boolean) {
  vi.stubGlobal("navigator", { ...navigator, clipboard: undefined });
  Object.assign(document, { execCommand });
}

/** What a browser does for "copy": it asks the page, then takes what is selected. */
function browserCopies(copied: string[]) {
  return () => {
    const event = new Event("copy", { bubbles: true, cancelable: true });
    const clipboardData = { setData: (_: string, text: string) => copied.push(text) };
    document.body.dispatchEvent(Object.assign(event, { clipboardData }));
    return true;
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(document, "execCommand");
});

function CopyButton() {
  const toast = useToast();
  return (
    <button type="button" onClick={() => void copyAndTell("text", toast)}>
      Copy
    </button>
  );
}

describe("copying over plain http", () => {
  it("works without the clipboard, and leaves the focus and the selection", async () => {
    const copied: string[] = [];
    insecure(browserCopies(copied));
    render(<p>words</p>);
    document.getSelection()?.selectAllChildren(screen.getByText("words"));
    const [focused, nodes] = [document.activeElement, document.body.childElementCount];
    expect(await copyText("a\n b")).toBe(true);
    expect(copied).toEqual(["a\n b"]);
    expect(document.activeElement).toBe(focused);
    expect(document.body.childElementCount).toBe(nodes);
    expect(document.getSelection()?.toString()).toBe("words");
  });

  it("says so when the browser refuses", async () => {
    render(
      <UIProvider>
        <CopyButton />
      </UIProvider>,
    );
    const user = userEvent.setup();
    insecure(() => false);
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await screen.findByText(/The browser does not allow copying here/)).toBeDefined();
  });
});

it("copies as people do when the clipboard is refused", async () => {
  const copied: string[] = [];
  insecure(browserCopies(copied));
  vi.stubGlobal("navigator", { clipboard: { writeText: () => Promise.reject(new Error("denied")) } });
  expect(await copyText("b")).toBe(true);
  expect(copied).toEqual(["b"]);
});
