// Checks that the built home page stays within its budget: all JavaScript that the browser loads before it
// can show the library, compressed with brotli. Run after `npm run build`; `--list` names every file.
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { brotliCompressSync } from "node:zlib";

const budget = 150 * 1024;
const dist = join(import.meta.dirname, "..", "dist");
// What may only be loaded when a page asks for it: the marks are strings that survive minification.
const lazyOnly = { CodeMirror: "cm-editor", KaTeX: "katex-html", Mermaid: "sequenceDiagram" };

/** The files that loading `entry` loads with it: its static imports, transitively. */
function withImports(entry, seen = new Set()) {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const source = readFileSync(join(dist, entry), "utf8");
  for (const [, path] of source.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g)) {
    withImports(normalize(join(dirname(entry), path)), seen);
  }
  return seen;
}

const html = readFileSync(join(dist, "index.html"), "utf8");
const entries = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path);
const files = [...new Set(entries.flatMap((entry) => [...withImports(entry)]))];
const sizes = files.map((file) => ({
  file,
  bytes: brotliCompressSync(readFileSync(join(dist, file))).length,
}));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;

const failures = [];
if (total > budget)
  failures.push(`the home page loads ${kib(total)} of JavaScript, more than ${kib(budget)}`);
for (const [name, mark] of Object.entries(lazyOnly)) {
  const holder = files.find((file) => readFileSync(join(dist, file), "utf8").includes(mark));
  if (holder) failures.push(`${name} is loaded with the home page, in ${holder}`);
}
if (process.argv.includes("--list") || failures.length > 0) {
  for (const { file, bytes } of sizes.sort((a, b) => b.bytes - a.bytes))
    console.log(`${kib(bytes).padStart(10)}  ${file}`);
}
console.log(`home page: ${kib(total)} of ${kib(budget)} JavaScript (brotli), ${files.length} files`);
for (const failure of failures) console.error(`size: ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
