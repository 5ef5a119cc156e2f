import type { ClientOp, Fault } from "~/protocol/wire.ts";

/**
 * What a client does about a refused operation: send it again when the reason has passed (wait),
 * from a fresh snapshot (merge) or under another file name (rename), or give it up (drop).
 */
export type Answer = "wait" | "merge" | "rename" | "drop";

/** The answer to a fault. Runs are never sent again by themselves. */
export function answerTo(fault: Fault, op: ClientOp): Answer {
  switch (op.type) {
    case "run.start":
    case "run.stop":
    case "output.clear":
      return "drop";
    case "text.edit":
      if (MERGE.has(fault.code)) return "merge";
      break;
    case "cell.insert":
      if (fault.code === "SB-2004") return "rename";
      break;
    default:
  }
  return fault.kind === "unavailable" || fault.kind === "exhausted" || fault.kind === "internal"
    ? "wait"
    : "drop";
}

/** Base too old, base unknown, a change that does not fit, resync. */
const MERGE = new Set(["SB-3004", "SB-3005", "SB-3006", "SB-3008"]);
