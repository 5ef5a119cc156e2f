// Processes as the kernel sees them, through /proc: Linux only.
import { readdirSync, readFileSync } from "node:fs";

/** The process and all its descendants, by parent. */
export function tree(root) {
  const children = new Map();
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    const parent = Number.isInteger(pid) ? parentOf(pid) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [root];
  for (let i = 0; i < found.length; i++) found.push(...(children.get(found[i]) ?? []));
  return found;
}

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined; // it has ended meanwhile
  }
}

/** Resident and proportional memory of the processes together, in MB, and how many they are. */
export function memory(pids) {
  const total = { rss: 0, pss: 0, processes: 0 };
  for (const pid of pids) {
    let rollup;
    try {
      rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
    } catch {
      continue; // it has ended meanwhile
    }
    total.rss += megabytes(rollup, "Rss");
    total.pss += megabytes(rollup, "Pss");
    total.processes++;
  }
  return total;
}

const megabytes = (rollup, field) => Number(rollup.match(new RegExp(`^${field}:\\s+(\\d+) kB`, "m"))?.[1] ?? 0) / 1024;

/** Resident memory of one process in MB; cheap enough to be asked many times a second. */
export function resident(pid) {
  return Number(readFileSync(`/proc/${pid}/status`, "latin1").match(/^VmRSS:\s+(\d+) kB/m)?.[1] ?? 0) / 1024;
}
