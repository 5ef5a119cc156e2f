// Notebooks in the format that both sides import.

const head = (title, language) => {
  const metadata = language === "typescript"
    ? { language, "tsconfig.json": { compilerOptions: { module: "nodenext", moduleResolution: "nodenext", target: "es2022", noEmit: true, allowImportingTsExtensions: true }, include: ["src/**/*"] } }
    : { language };
  return `<!-- srcbook:${JSON.stringify(metadata)} -->\n\n# ${title}\n\n###### package.json\n\n\`\`\`json\n${JSON.stringify({ type: "module", dependencies: {} }, null, 2)}\n\`\`\`\n`;
};

const code = (filename, source) => {
  const language = /\.[cm]?tsx?$/.test(filename) ? "typescript" : "javascript";
  return `\n###### ${filename}\n\n\`\`\`${language}\n${source.trimEnd()}\n\`\`\`\n`;
};

/** A notebook of the given code cells, by file name. */
export const notebook = (title, cells, language = "typescript") =>
  head(title, language) + Object.entries(cells).map(([filename, source]) => code(filename, source)).join("");

export const hello = { "hello.ts": 'const greeting: string = "hello world";\nconsole.log(greeting);' };
export const helloNotebook = (title = "Hello") => notebook(title, hello);

/** A notebook as people keep them: ten code cells of a few lines. */
export function ordinaryNotebook(n) {
  const cells = {};
  for (let i = 0; i < 10; i++) {
    cells[`part-${i}.ts`] = Array.from({ length: 12 }, (_, line) => `export const value${line}: number = ${n} * ${i} + ${line};`).join("\n");
  }
  return notebook(`Notebook ${n}`, cells);
}

/** The text of the code cell of this number in the big notebooks. */
export const cellText = (i, lines) => Array.from({ length: lines }, (_, line) => `export const a${i}_${line}: number = ${line} * ${i}; // line ${line}`).join("\n");

/** A notebook of `cells` cells, half prose and half code. */
export function bigNotebook(cells) {
  let text = head(`Big notebook of ${cells} cells`, "typescript");
  for (let i = 0; i < cells / 2; i++) {
    text += `\n## Part ${i}\n\nSome prose about part ${i}, with *emphasis*, \`code\` and a [link](https://example.com/${i}).\n\n- one\n- two\n`;
    text += code(`cell-${i}.ts`, cellText(i, 6));
  }
  return text;
}

/** A notebook of `cells` code cells of `lines` lines each. */
export function hugeNotebook(cells, lines) {
  return notebook(`Huge notebook of ${cells} cells`, Object.fromEntries(Array.from({ length: cells }, (_, i) => [`cell-${i}.ts`, cellText(i, lines)])));
}

/** A cell that writes `rate` MB/s until it is stopped and tells each second what it reached. */
export const floodCell = (rate) => `
const piece = Buffer.from(("x".repeat(99) + "\\n").repeat(10_000)); // 1 MB
const started = performance.now();
let written = 0, told = 0;
async function flood() {
  for (;;) {
    const elapsed = (performance.now() - started) / 1000;
    if (Math.floor(elapsed) > told) { told = Math.floor(elapsed); process.stderr.write(\`rate \${Math.round(written / elapsed)}\\n\`); }
    if (written >= elapsed * ${rate}) { await new Promise((next) => setTimeout(next, 1)); continue; }
    written++;
    if (!process.stdout.write(piece)) await new Promise((next) => process.stdout.once("drain", next));
  }
}
flood();
`;

/**
 * A cell that prints `lines` lines of a hundred bytes. The last one is recognisable, and does not
 * stand in the source, which is on the screen as well.
 */
export const longOutputCell = (lines) => `
const last = ["the", "very", "last", "line"].join(" ");
let text = "";
for (let i = 1; i <= ${lines}; i++) text += (i === ${lines} ? last : "line " + i + " of the long output ").padEnd(99, ".") + "\\n";
process.stdout.write(text);
`;
export const lastLine = "the very last line";
