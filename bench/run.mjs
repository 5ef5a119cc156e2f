// Runs the benchmarks and writes the table and results.json. See README.md.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { big, huge } from "./big.mjs";
import { edits } from "./edits.mjs";
import { flood } from "./flood.mjs";
import { diagnostics, languageMemory, typing } from "./language.mjs";
import { cold, warm } from "./latency.mjs";
import { bench, program } from "./lib/places.mjs";
import { peerMissing } from "./lib/peer.mjs";
import { failure, table } from "./lib/report.mjs";
import { lighthouseScores } from "./lighthouse.mjs";
import { longOutput } from "./longoutput.mjs";
import { memoryUse } from "./memory.mjs";
import { pages } from "./pages.mjs";
import { search } from "./search.mjs";
import { start } from "./start.mjs";

/** In the order of the table. Each takes the options and resolves with rows. */
const parts = { warm, cold, start, memory: memoryUse, edits, diagnostics, typing, "language-memory": languageMemory, pages, lighthouse: lighthouseScores, flood, big, huge, output: longOutput, search };

const usage = `usage: bench/run.sh [--only ${Object.keys(parts).join(",")}] [--rounds N] [--no-peer] [--slow-peer] [--out FILE]`;

function options() {
  const { values } = parseArgs({
    options: {
      only: { type: "string" }, rounds: { type: "string", default: "21" }, "no-peer": { type: "boolean", default: false },
      "slow-peer": { type: "boolean", default: false }, out: { type: "string", default: path.join(bench, "results.json") }, help: { type: "boolean", default: false },
    },
  });
  const only = values.only?.split(",") ?? Object.keys(parts);
  const unknown = only.filter((name) => !(name in parts));
  const rounds = Number(values.rounds);
  if (values.help || unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
    console.log(unknown.length > 0 ? `there is no part ${unknown.join(", ")}\n${usage}` : usage);
    process.exit(values.help ? 0 : 2);
  }
  return { only, rounds, slowPeer: values["slow-peer"], out: values.out, peerMissing: values["no-peer"] ? "left out by --no-peer" : peerMissing() };
}

/** The rows of one part; a part that fails is one row that says so. */
async function measure(name, chosen) {
  const started = performance.now();
  process.stderr.write(`${name} …`);
  try {
    return await parts[name](chosen);
  } catch (error) {
    if (process.env.SRCBOOK_BENCH_TRACE) console.error(error);
    return [failure(name, error)];
  } finally {
    process.stderr.write(` ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  }
}

const chosen = options();
if (!existsSync(program)) {
  console.error(`${program} is not there: run make build`);
  process.exit(1);
}
const rows = [];
for (const name of chosen.only) rows.push(...(await measure(name, chosen)));
writeFileSync(chosen.out, `${JSON.stringify(rows, null, 2)}\n`);
const model = readFileSync("/proc/cpuinfo", "utf8").match(/^model name\s*:\s*(.*)$/m)?.[1] ?? process.arch;
console.log(`\n${cpus().length} × ${model}, Node ${process.version}, load ${loadavg()[0].toFixed(1)}; medians of ${chosen.rounds} interleaved rounds where not said otherwise\n`);
console.log(table(rows));
const missed = rows.filter((r) => r.met === false).length;
console.log(`\n${rows.filter((r) => r.met).length} goals met, ${missed} missed; written to ${path.relative(process.cwd(), chosen.out)}`);
process.exit(rows.some((r) => r.error) ? 1 : 0);
