// The formatter: a request a line on standard input, an answer a line on standard output. It runs no code
// of a workspace: settings are data, and of those only the ones that say how the text looks are heeded.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const prettier = await import(pathToFileURL(process.argv[1]).href);

const heeded = [
  "printWidth", "tabWidth", "useTabs", "semi", "singleQuote", "quoteProps", "jsxSingleQuote", "trailingComma",
  "bracketSpacing", "objectWrap", "bracketSameLine", "arrowParens", "experimentalTernaries",
  "experimentalOperatorPosition", "singleAttributePerLine",
];

async function optionsFor({ name, settings }) {
  if (!settings) return {};
  const folder = mkdtempSync(join(tmpdir(), "srcbook-format-"));
  try {
    const file = join(folder, settings.name);
    writeFileSync(file, settings.text);
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const found = await prettier.resolveConfig(join(folder, name), { config: file, useCache: false, editorconfig: false });
    return Object.fromEntries(Object.entries(found ?? {}).filter(([key]) => heeded.includes(key)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function answer(request) {
  let options;
  try {
    options = await optionsFor(request);
  } catch (error) {
    return { settings: String(error.message) };
  }
  try {
    return { text: await prettier.format(request.text, { ...options, filepath: request.name, endOfLine: "lf" }) };
  } catch (error) {
    const { line = 0, column = 0 } = error.loc?.start ?? {};
    return { problem: String(error.message).split("\n")[0], line, column };
  }
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
