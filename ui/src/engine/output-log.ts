// The output of one run: appended to, never changed, read by line. Lines are found once, when they
// arrive, and cut out of the received pieces only when they are looked at.
import type { OutputChunk } from "~/protocol/wire.ts";

export type Stream = OutputChunk["s"];

export interface OutputLine {
  readonly stream: Stream;
  readonly text: string;
}

interface Piece {
  readonly stream: Stream;
  /** Where the piece begins, in units since the log began. */
  readonly start: number;
  text: string;
}

const STREAMS: readonly Stream[] = ["out", "err", "cut"];
/** Longer lines are shown as several: no browser lays out a line of megabytes. */
export const MAX_LINE = 8_192;
const MAX_PIECE = 64 * 1024;
/** More than the server keeps of a run; see the setting of it. */
const MAX_UNITS = 52 * 2 ** 20;
const KEPT_PART = 0.8;

export class OutputLog {
  private pieces: Piece[] = [];
  private starts = new Uint32Array(1024);
  private streams = new Uint8Array(1024);
  private count = 0;
  private end = 0;
  private open = false;
  private received = 0;
  private left = 0;
  private era = 0;

  constructor(private readonly most = MAX_UNITS) {}

  /** How many of the run's chunks were received, which is what the server counts. */
  get chunks(): number {
    return this.received;
  }

  get lines(): number {
    return this.count;
  }

  /** Changes when lines that were read are gone or have other numbers: after a reset, or a trim. */
  get epoch(): number {
    return this.era;
  }

  /** UTF-16 units held. */
  get size(): number {
    return this.end - (this.pieces[0]?.start ?? this.end);
  }

  /** UTF-16 units dropped from the beginning because the log grew too long. */
  get dropped(): number {
    return this.left;
  }

  /** Appends chunks, the first of which is the run's chunk number `from`. Known ones are skipped. */
  append(from: number, chunks: readonly OutputChunk[]): void {
    for (const [i, chunk] of chunks.entries()) {
      if (from + i < this.received) continue;
      this.received = from + i + 1;
      this.add(chunk.s, chunk.t);
    }
    if (this.size > this.most) this.trim();
  }

  /** Notes that the next chunk has this number: one that came stands for those between. */
  skipTo(next: number): void {
    this.received = Math.max(this.received, next);
  }

  /** Forgets everything; the next chunk has this number. */
  reset(next: number): void {
    this.pieces = [];
    this.count = 0;
    this.end = 0;
    this.open = false;
    this.left = 0;
    this.received = next;
    this.era++;
  }

  /** A line without its line break; an empty one where there is none yet. */
  line(i: number): OutputLine {
    if (i >= this.count) return { stream: "out", text: "" };
    const start = this.starts[i] ?? 0;
    const end = i + 1 < this.count ? (this.starts[i + 1] ?? this.end) : this.end;
    const text = this.slice(start, end).replace(/\r?\n$/, "");
    return { stream: STREAMS[this.streams[i] ?? 0] ?? "out", text };
  }

  /** All that is held, as one text. */
  text(): string {
    return this.pieces.map((p) => p.text).join("");
  }

  /** What is held from a unit on, counted from the beginning of the epoch. */
  textFrom(unit: number): string {
    return this.slice(unit, this.end);
  }

  private add(stream: Stream, text: string): void {
    if (text === "") return;
    const last = this.pieces.at(-1);
    const start = this.end;
    if (last?.stream === stream && last.text.length + text.length <= MAX_PIECE) last.text += text;
    else this.pieces.push({ stream, start, text });
    if (last?.stream !== stream) this.open = false;
    this.index(stream, text, start);
    this.end = start + text.length;
  }

  /** Notes where the lines of a new text begin. */
  private index(stream: Stream, text: string, start: number): void {
    const code = STREAMS.indexOf(stream);
    let at = 0;
    while (at < text.length) {
      if (!this.open) this.push(start + at, code);
      const begun = this.starts[this.count - 1] ?? 0;
      const limit = begun + MAX_LINE - start;
      const found = text.indexOf("\n", at);
      const next = found < 0 ? text.length : found + 1;
      this.open = found < 0;
      if (next > limit) {
        at = Math.max(limit, at + 1);
        this.open = false;
      } else {
        at = next;
      }
    }
  }

  private push(start: number, stream: number): void {
    if (this.count === this.starts.length) {
      this.starts = grown(this.starts, new Uint32Array(2 * this.count));
      this.streams = grown(this.streams, new Uint8Array(2 * this.count));
    }
    this.starts[this.count] = start;
    this.streams[this.count] = stream;
    this.count++;
  }

  private slice(from: number, to: number): string {
    let i = this.pieceAt(from);
    let text = "";
    for (let piece = this.pieces[i]; piece && piece.start < to; piece = this.pieces[++i]) {
      text += piece.text.slice(Math.max(0, from - piece.start), to - piece.start);
    }
    return text;
  }

  /** The last piece that begins at or before a unit. */
  private pieceAt(unit: number): number {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.pieces[middle]?.start ?? 0) <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Drops whole pieces from the beginning. */
  private trim(): void {
    const keepFrom = this.pieceAt(this.end - KEPT_PART * this.most);
    const kept = this.pieces.slice(keepFrom);
    const dropped = this.left + (kept[0]?.start ?? this.end) - (this.pieces[0]?.start ?? this.end);
    const { received } = this;
    this.reset(received);
    for (const piece of kept) this.add(piece.stream, piece.text);
    this.left = dropped;
  }
}

function grown<T extends Uint32Array | Uint8Array>(old: T, bigger: T): T {
  bigger.set(old);
  return bigger;
}
