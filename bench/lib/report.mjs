// Rows of the result: what was measured, what it must reach, and how both are shown.

/**
 * A row. `ours` and `peer` are in `unit`; a peer that could not be measured is given as the string
 * that says why. The goal may bound our value (`atMost`, `atLeast`) and its ratio to the peer's
 * (`ofPeer`, at most); `met` is null while one of its parts is unknown and none is missed.
 */
export function row({ name, unit, ours, peer = null, peerName = "", goal, note = "" }) {
  const measured = typeof peer === "number" && Number.isFinite(peer);
  const ratio = measured && peer !== 0 ? ours / peer : null;
  return {
    name,
    ours: round(ours),
    peer: measured ? round(peer) : null,
    peer_name: peerName,
    unit,
    ratio: ratio === null ? null : round(ratio),
    goal: describeGoal(goal, unit),
    met: goal ? judge(goal, ours, ratio) : null,
    ...(typeof peer === "string" ? { peer_reason: peer } : {}),
    ...(note ? { note } : {}),
  };
}

/** The row of a part that could not be measured. */
export const failure = (name, error) => ({
  name, ours: null, peer: null, peer_name: "", unit: "", ratio: null, goal: "", met: false,
  error: String(error?.message ?? error).split("\n")[0],
});

function judge(goal, ours, ratio) {
  const parts = [];
  if (goal.atMost !== undefined) parts.push(ours <= goal.atMost);
  if (goal.atLeast !== undefined) parts.push(ours >= goal.atLeast);
  if (goal.ofPeer !== undefined) parts.push(ratio === null ? null : ratio <= goal.ofPeer);
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function describeGoal(goal, unit) {
  if (!goal) return "";
  const parts = [];
  if (goal.atMost !== undefined) parts.push(`≤ ${figure(goal.atMost)} ${unit}`);
  if (goal.atLeast !== undefined) parts.push(`≥ ${figure(goal.atLeast)} ${unit}`);
  if (goal.ofPeer !== undefined) parts.push(`≤ ${goal.ofPeer < 1 ? `1/${figure(1 / goal.ofPeer)}` : figure(goal.ofPeer)} of peer`);
  return parts.join(", ");
}

const round = (value) => (Number.isFinite(value) ? Number(value.toPrecision(4)) : null);

function figure(value) {
  if (value === null || value === undefined) return "";
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(3)));
}

/** The rows as a table for a terminal. */
export function table(rows) {
  const lines = [["what", "ours", "unit", "peer", "ratio", "compared with", "must reach", ""]];
  for (const r of rows) {
    const verdict = r.error ? "ERROR" : r.met === null ? "" : r.met ? "met" : "MISSED";
    const peer = r.peer_reason ? "n/a" : figure(r.peer);
    lines.push([r.name, figure(r.ours), r.unit, peer, figure(r.ratio), r.peer_name, r.goal, verdict]);
  }
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const numeric = new Set([1, 3, 4]);
  const text = lines.map((line) =>
    line.map((cell, i) => (numeric.has(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join("  ").trimEnd(),
  );
  text.splice(1, 0, widths.map((width) => "-".repeat(width)).join("  "));
  return [...text, ...remarks(rows)].join("\n");
}

/** What the rows have to say in words, each remark once, under the first row that makes it. */
function remarks(rows) {
  const said = new Map();
  for (const r of rows) {
    for (const [kind, text] of [["ERROR", r.error], ["n/a", r.peer_reason], ["note", r.note]]) {
      if (text && !said.has(kind + text)) said.set(kind + text, `${kind.padEnd(5)}  ${r.name}: ${text}`);
    }
  }
  return said.size ? ["", ...said.values()] : [];
}
