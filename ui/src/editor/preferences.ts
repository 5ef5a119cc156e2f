// How a person wants to write code, remembered in this browser.

export interface CodeHelp {
  /** Shows the message of a problem at the end of its line. */
  readonly errorLens: boolean;
  /** Shows the types and names that the code leaves out. */
  readonly inlayHints: boolean;
  /** Editors have the keys of Vim. */
  readonly vim: boolean;
  /** Cells that were changed are formatted before a version is named by Mod-S. */
  readonly formatOnSave: boolean;
}

const KEY = "srcbook.code-help";
const USUAL: CodeHelp = { errorLens: true, inlayHints: false, vim: false, formatOnSave: false };

class Preferences {
  private current = read();
  private readonly listeners = new Set<() => void>();

  readonly get = (): CodeHelp => this.current;

  change(part: Partial<CodeHelp>): void {
    this.current = { ...this.current, ...part };
    try {
      localStorage.setItem(KEY, JSON.stringify(this.current));
    } catch {
      // Storage is full or blocked: it holds until the page is left.
    }
    for (const listener of [...this.listeners]) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

function read(): CodeHelp {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Record<keyof CodeHelp, unknown>>;
    const choice = (key: keyof CodeHelp) => (typeof stored[key] === "boolean" ? stored[key] : USUAL[key]);
    return {
      errorLens: choice("errorLens"),
      inlayHints: choice("inlayHints"),
      vim: choice("vim"),
      formatOnSave: choice("formatOnSave"),
    };
  } catch {
    return USUAL;
  }
}

/** The choices of this browser. */
export const preferences = new Preferences();
