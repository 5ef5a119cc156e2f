// The difference of two texts as a change set, for merging where the steps between them are unknown.
import { ChangeSet, type Text } from "@codemirror/state";

/** Edits between the lines of two texts beyond which the whole middle counts as replaced. */
const MAX_EDITS = 400;

interface Replacement {
  from: number;
  to: number;
  insert: Text;
}

/**
 * A change that turns `a` into `b`, made of whole lines where possible and of the differing part
 * within changed lines. It is small for small differences but not always the smallest. Never splits
 * a surrogate pair.
 */
export function diff(a: Text, b: Text): ChangeSet {
  if (a.eq(b)) return ChangeSet.empty(a.length);
  const linesA = lines(a);
  const linesB = lines(b);
  const changes = hunks(linesA, linesB).map((h) => replacement(h, linesA, linesB, a, b));
  return ChangeSet.of(changes, a.length);
}

interface Hunk {
  fromA: number;
  toA: number;
  fromB: number;
  toB: number;
}

function lines(text: Text): string[] {
  return [...text.iterLines()];
}

/** The ranges of lines that differ. */
function hunks(a: string[], b: string[]): Hunk[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const trace = shortestEdit(a.slice(start, endA), b.slice(start, endB));
  const whole = { fromA: start, toA: endA, fromB: start, toB: endB };
  return trace ? backtrack(trace, whole) : [whole];
}

/** Myers' greedy algorithm: the furthest points reached after each number of edits. */
function shortestEdit(a: string[], b: string[]): Int32Array[] | undefined {
  const max = Math.min(a.length + b.length, MAX_EDITS);
  const reach = new Int32Array(2 * max + 3);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= max; d++) {
    trace.push(reach.slice());
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && at(reach, max + k) < at(reach, max + k + 2));
      let x = down ? at(reach, max + k + 2) : at(reach, max + k) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach[max + 1 + k] = x;
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return undefined;
}

function at(values: Int32Array, i: number): number {
  return values[i] ?? 0;
}

/** The hunks that a trace of shortestEdit passed through, in order. */
function backtrack(trace: Int32Array[], whole: Hunk): Hunk[] {
  const max = ((trace[0]?.length ?? 3) - 3) / 2;
  const found: Hunk[] = [];
  let x = whole.toA - whole.fromA;
  let y = whole.toB - whole.fromB;
  for (let d = trace.length - 1; d > 0; d--) {
    const reach = trace[d] ?? new Int32Array();
    const k = x - y;
    const down = k === -d || (k !== d && at(reach, max + k) < at(reach, max + k + 2));
    const beforeX = at(reach, max + 1 + (down ? k + 1 : k - 1));
    const beforeY = beforeX - (down ? k + 1 : k - 1);
    const fromA = whole.fromA + beforeX;
    const fromB = whole.fromB + beforeY;
    const last = found.at(-1);
    const step = { fromA, fromB, toA: fromA + (down ? 0 : 1), toB: fromB + (down ? 1 : 0) };
    if (last && last.fromA === step.toA && last.fromB === step.toB) {
      last.fromA = step.fromA;
      last.fromB = step.fromB;
    } else {
      found.push(step);
    }
    x = beforeX;
    y = beforeY;
  }
  return found.reverse();
}

/** A hunk in characters, without the characters that its ends share. */
function replacement(h: Hunk, linesA: string[], linesB: string[], a: Text, b: Text): Replacement {
  // A hunk that only inserts or deletes whole lines takes the line break before it, or after it at
  // the very start.
  const [fromA, toA] = range(h.fromA, h.toA, h.fromA === h.toA || h.fromB === h.toB, linesA.length, a);
  const [fromB, toB] = range(h.fromB, h.toB, h.fromA === h.toA || h.fromB === h.toB, linesB.length, b);
  const oldText = a.sliceString(fromA, toA);
  const newText = b.sliceString(fromB, toB);
  let head = 0;
  while (head < oldText.length && head < newText.length && oldText[head] === newText[head]) head++;
  if (splitsPair(oldText, head) || splitsPair(newText, head)) head--;
  let tail = 0;
  const room = Math.min(oldText.length, newText.length) - head;
  while (tail < room && oldText[oldText.length - 1 - tail] === newText[newText.length - 1 - tail]) tail++;
  if (splitsPair(oldText, oldText.length - tail) || splitsPair(newText, newText.length - tail)) tail--;
  return { from: fromA + head, to: toA - tail, insert: b.slice(fromB + head, toB - tail) };
}

/** The characters of the lines from up to, not including, to; with one line break when asked. */
function range(from: number, to: number, withBreak: boolean, count: number, text: Text): [number, number] {
  const start = from < count ? text.line(from + 1).from : text.length;
  const end = to > from ? text.line(to).to : start;
  if (!withBreak) return [start, end];
  if (from > 0) return [text.line(from).to, to > from ? end : text.line(from).to];
  return [0, to > from ? Math.min(end + 1, text.length) : 0];
}

function splitsPair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
