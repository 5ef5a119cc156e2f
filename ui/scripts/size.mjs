// Checks that the built pages stay within their budgets: all JavaScript that the browser loads before
// somebody has asked for something, compressed with brotli. Run after `npm run build`; `--list` names every file.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { brotliCompressSync } from "node:zlib";

const dist = join(import.meta.dirname, "..", "dist");
const html = readFileSync(join(dist, "index.html"), "utf8");
const entries = [
  ...[...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path),
  ...listed("chunks"),
];

// What may only be loaded when a page asks for it: the marks are strings that survive minification.
const pages = [
  {
    name: "home page",
    budget: 140_000,
    files: closure(entries),
    lazyOnly: { CodeMirror: "cm-editor", KaTeX: "katex-html", Mermaid: "sequenceDiagram" },
  },
  {
    name: "notebook page",
    budget: 350_000,
    files: closure([
      ...entries,
      ...listed("notebook-chunks"),
      // What every notebook asks for by itself once it is shown.
      chunkNamed("writing"),
    ]),
    lazyOnly: {
      "Markdown's editor": "Blockquote",
      "Markdown's renderer": "ALLOWED_URI_REGEXP",
      KaTeX: "katex-html",
      Mermaid: "sequenceDiagram",
    },
  },
];

/** The scripts that index.html lists under a name; see early.ts. */
function listed(name) {
  const [, list = ""] = new RegExp(`name="${name}" content="([^"]*)"`).exec(html) ?? [];
  return list.split(" ").flatMap((path) => (path.endsWith(".js") ? [path.slice(1)] : []));
}

/** The scripts within index.html itself; see inline.ts. */
const inlined = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, code]) => code);

/** The files that loading these loads with them: their static imports, transitively. */
function closure(entries) {
  const seen = new Set();
  const visit = (entry) => {
    if (seen.has(entry)) return;
    seen.add(entry);
    const source = readFileSync(join(dist, entry), "utf8");
    for (const [, path] of source.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g))
      visit(normalize(join(dirname(entry), path)));
  };
  entries.forEach(visit);
  return [...seen];
}

/** The chunk of this name; see chunks.ts. */
function chunkNamed(part) {
  const name = readdirSync(join(dist, "assets")).find(
    (file) =>
      file.startsWith(`${part}-`) && file.length === `${part}-12345678.js`.length && file.endsWith(".js"),
  );
  if (!name) throw new Error(`there is no chunk ${part}`);
  return `assets/${name}`;
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

/** Says how large a page is; returns what is wrong with it. */
function check({ name, budget, files, lazyOnly }) {
  const sizes = files.map((file) => ({
    file,
    bytes: brotliCompressSync(readFileSync(join(dist, file))).length,
  }));
  for (const [i, code] of inlined.entries())
    sizes.push({ file: `script ${i + 1} of index.html`, bytes: brotliCompressSync(code).length });
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const failures = [];
  if (total > budget)
    failures.push(`the ${name} loads ${kilobytes(total)} of JavaScript, more than ${kilobytes(budget)}`);
  for (const [part, mark] of Object.entries(lazyOnly)) {
    const holder = files.find((file) => readFileSync(join(dist, file), "utf8").includes(mark));
    if (holder) failures.push(`${part} is loaded with the ${name}, in ${holder}`);
  }
  if (process.argv.includes("--list") || failures.length > 0) {
    for (const { file, bytes } of sizes.sort((a, b) => b.bytes - a.bytes))
      console.log(`${kilobytes(bytes).padStart(10)}  ${file}`);
  }
  console.log(
    `${name}: ${kilobytes(total)} of ${kilobytes(budget)} JavaScript (brotli), ${files.length} files`,
  );
  return failures;
}

const failures = pages.flatMap(check);
for (const failure of failures) console.error(`size: ${failure}`);
process.exit(failures.length > 0 ? 1 : 0);
