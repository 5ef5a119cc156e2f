import { EditorView } from "@codemirror/view";
import { afterEach, describe, expect, it, vi } from "vitest";
import { codeFile } from "./file.ts";
import { showSignature, signatureExtension } from "./signature.ts";
import { AnsweringNotebook, codeCell } from "./testing/notebook.ts";

const card = () => document.querySelector(".cm-signature");
const help = { signatures: [{ label: "log(...data: any[]): void" }], activeSignature: 0 };

async function opened() {
  const notebook = new AnsweringNotebook(codeCell("a", "console.log(2)"));
  await notebook.settle();
  const { language, desk, session } = notebook;
  const extensions = [codeFile.of({ language, desk, cell: "a" }), signatureExtension];
  const view = new EditorView({ doc: "console.log(2)", selection: { anchor: 13 }, extensions });
  document.body.append(view.dom);
  view.focus();
  const ask = async () => {
    const told = showSignature(view);
    const [asked] = await notebook.settle();
    if (!asked) throw new Error("nothing was asked");
    return async () => {
      notebook.answer(asked, help, { a: 0 });
      await told;
    };
  };
  const run = async () => {
    void session.submit({ type: "run.start", runs: [{ run: "r".repeat(16), cell: "a" }] });
    await notebook.settle();
  };
  return { view, ask, run };
}

afterEach(() => document.body.replaceChildren());

describe("the parameters of a call", () => {
  it("are shown while the editor has the keyboard and go with it", async () => {
    const { view, ask } = await opened();
    await (await ask())();
    expect(card()?.textContent).toContain("log(");
    view.contentDOM.blur();
    await vi.waitFor(() => expect(card()).toBeNull());
  });

  it("go when the cell is run, with the caret where it was", async () => {
    const { view, ask, run } = await opened();
    await (await ask())();
    expect(card()).not.toBeNull();
    await run();
    expect(card()).toBeNull();
    expect(view.hasFocus).toBe(true);
  });

  it("are not shown when the answer comes after the run", async () => {
    const { ask, run } = await opened();
    const answer = await ask();
    await run();
    await answer();
    expect(card()).toBeNull();
  });

  it("are not shown when the answer comes after the keyboard went elsewhere", async () => {
    const { view, ask } = await opened();
    const answer = await ask();
    view.contentDOM.blur();
    await answer();
    expect(card()).toBeNull();
  });
});
