import { faultToast } from "~/data/fault-toast.ts";
import { decodeCells } from "~/protocol/api.ts";
import { FaultError } from "~/protocol/http.ts";
import { clipboardToast, copyText } from "~/ui/copy.ts";
import type { Toast } from "~/ui/Toast.tsx";
import type { NotebookActions } from "../actions.ts";
import type { Selection } from "../selection.ts";
import { encodeCells } from "./encode.ts";

/** The selected cells as text that other notebooks and programs can read, and cells of such text. */
export class CellClipboard {
  constructor(
    private readonly actions: NotebookActions,
    private readonly selection: Selection,
    private readonly toast: (toast: Toast) => void,
  ) {}

  /** The selected cells as Markdown; a cut deletes them. Undefined without a selected cell. */
  take(cut: boolean): string | undefined {
    const cells = this.chosen();
    if (cells.length === 0) return undefined;
    const text = encodeCells(this.actions.contents(cells));
    if (cut) this.actions.delete(cells);
    else this.toast({ text: cells.length === 1 ? "Copied the cell" : `Copied ${cells.length} cells` });
    return text;
  }

  /** Puts the selected cells on the clipboard. A cut deletes them once they are there. */
  write(cut: boolean): void {
    const cells = this.chosen();
    const text = encodeCells(this.actions.contents(cells));
    void copyText(text).then((copied) => {
      if (!copied) this.toast(clipboardToast);
      else if (cut) this.actions.delete(cells);
    });
  }

  /** Adds the cells that are on the clipboard below the selected ones. */
  read(): void {
    const refused = () =>
      this.toast({ text: "The browser allows pasting only with its keys", tone: "bad", code: "SB-9001" });
    if (navigator.clipboard?.readText) {
      navigator.clipboard.readText().then((text) => this.paste(text), refused);
    } else refused();
  }

  /** Adds the cells of a text below the selected ones. Their names are made free. */
  async paste(text: string): Promise<void> {
    const after = this.chosen().at(-1) ?? "";
    if (text.trim() === "") return;
    try {
      const { cells } = await decodeCells(text);
      this.actions.insertAll(cells, after);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      const [detail] = error.fault.details ?? [];

      this.toast(
        faultToast(
          detail ? { ...error.fault, message: detail.message, next: detail.fix ?? "" } : error.fault,
          "Not pasted",
        ),
      );
    }
  }

  private chosen(): readonly string[] {
    const { cell } = this.selection.state;
    return cell === undefined ? [] : this.actions.chosen(cell);
  }
}
