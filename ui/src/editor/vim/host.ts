// What Vim's keys have to do with the page around the editors.

class VimHost {
  private current: string | undefined;
  private readonly listeners = new Set<() => void>();
  /** Does what `:w` asks for, with the name that was given. */
  write: (name: string | undefined) => void = () => {};

  /** The mode of the editor that has the keyboard, as people call it. */
  readonly mode = (): string | undefined => this.current;

  setMode(mode: string | undefined): void {
    if (mode === this.current) return;
    this.current = mode;
    for (const listener of [...this.listeners]) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
}

export const vimHost = new VimHost();
