// Where things are, and the scratch folder of this run.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const bench = fileURLToPath(new URL("..", import.meta.url));
export const repository = path.dirname(path.resolve(bench));
export const program = process.env.SRCBOOK ?? path.join(repository, "bin", "srcbook");
export const original = path.join(bench, ".peers", "srcbook", "node_modules", "srcbook");
export const tools = path.join(bench, ".peers", "tools", "node_modules");
export const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** A folder of this run that is removed at its end. */
export const scratch = mkdtempSync(path.join(process.env.SRCBOOK_BENCH_TMP ?? tmpdir(), "srcbook-bench-"));
process.once("exit", () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 }));

let folders = 0;

/** A new path inside the scratch folder. */
export const newFolder = (name) => path.join(scratch, `${++folders}-${name}`);
