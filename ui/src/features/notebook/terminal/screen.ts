// The terminal of one run, outside React: it is made when a run is shown and follows its output.
import { FitAddon } from "@xterm/addon-fit";
import { type ILink, Terminal } from "@xterm/xterm";
import type { OutputLog } from "~/engine/output-log.ts";
import { partsOf } from "../places.ts";
import { terminalColours } from "./colours.ts";

const ROWS = 24;
const SCROLLBACK = 10_000;

export interface ScreenEvents {
  /** What the person typed, as a terminal sends it. */
  keys(text: string): void;
  resize(columns: number, rows: number): void;
  /** The person wants to go on from the terminal, which has all the other keys. */
  leave(): void;
  /** A place that the output names was clicked on, were there a cell with that file name. */
  go(file: string, line: number): void;
}

export class Screen {
  private readonly terminal: Terminal;
  private readonly fit = new FitAddon();
  private readonly parts: Pick<ResizeObserver, "disconnect">[] = [];
  private era = 0;
  private at = 0;
  private ended = false;

  constructor(
    private readonly host: HTMLElement,
    label: string,
    events: ScreenEvents,
  ) {
    const style = getComputedStyle(host);
    this.terminal = new Terminal({
      cols: 80,
      rows: ROWS,
      scrollback: SCROLLBACK,
      fontFamily: style.fontFamily,
      fontSize: Number.parseFloat(style.fontSize),
      screenReaderMode: true,
      theme: terminalColours(),
    });
    this.terminal.loadAddon(this.fit);
    this.terminal.attachCustomKeyEventHandler((event) => this.take(event, events));
    this.terminal.open(host);
    this.terminal.textarea?.setAttribute("aria-label", label);
    this.terminal.registerLinkProvider({ provideLinks: (row, tell) => tell(this.linksOf(row, events)) });
    this.terminal.onData((text) => events.keys(text));
    this.terminal.onResize(({ cols, rows }) => {
      if (!this.ended) events.resize(cols, rows);
    });
    this.watch();
  }

  /** Shows what the log holds by now. */
  show(log: OutputLog): void {
    if (log.epoch !== this.era) {
      this.era = log.epoch;
      this.at = 0;
      this.terminal.reset();
    }
    if (log.size > this.at) this.terminal.write(log.textFrom(this.at), () => this.shrink());
    this.at = log.size;
  }

  /** Notes that the run has ended: nobody reads keys, and the screen takes no more room than it needs. */
  end(): void {
    this.ended = true;
    this.terminal.options.disableStdin = true;
    this.terminal.options.cursorInactiveStyle = "none";
    this.terminal.write("\x1b[?25l", () => this.shrink());
  }

  focus(): void {
    this.terminal.focus();
  }

  dispose(): void {
    for (const part of this.parts) part.disconnect();
    this.terminal.dispose();
  }

  /** The places of cells in a row, such as those of a stack trace. Columns and rows count from 1. */
  private linksOf(row: number, events: ScreenEvents): ILink[] {
    const text = this.terminal.buffer.active.getLine(row - 1)?.translateToString(true) ?? "";
    const links: ILink[] = [];
    let at = 0;
    for (const part of partsOf(text)) {
      const { file, line } = part;
      const range = { start: { x: at + 1, y: row }, end: { x: at + part.text.length, y: row } };
      if (file && line) links.push({ text: part.text, range, activate: () => events.go(file, line) });
      at += part.text.length;
    }
    return links;
  }

  private take(event: KeyboardEvent, events: ScreenEvents): boolean {
    if (event.key === "Escape" && event.shiftKey) {
      if (event.type === "keydown") events.leave();
      return false;
    }
    // What the browser or the notebook does with the Command key stays theirs.
    if (event.metaKey) return false;
    event.stopPropagation();
    return true;
  }

  private watch(): void {
    const sizes = new ResizeObserver(() => this.refit());
    sizes.observe(this.host);
    const themes = new MutationObserver(() => {
      this.terminal.options.theme = terminalColours();
    });
    themes.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.parts.push(sizes, themes);
    this.refit();
  }

  private refit(): void {
    const columns = this.fit.proposeDimensions()?.cols;
    if (columns && columns !== this.terminal.cols) this.terminal.resize(columns, this.terminal.rows);
  }

  private shrink(): void {
    if (!this.ended) return;
    const { active } = this.terminal.buffer;
    let used = active.length;
    while (used > 1 && !active.getLine(used - 1)?.translateToString(true)) used--;
    const rows = Math.min(ROWS, used);
    if (rows !== this.terminal.rows) this.terminal.resize(this.terminal.cols, rows);
  }
}
