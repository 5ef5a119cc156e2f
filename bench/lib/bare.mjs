// A page with nothing but a CodeMirror editor: what a key takes at least in this browser, on this machine.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { repository } from "./places.mjs";

const modules = path.join(repository, "ui", "node_modules"); // the packages that our editors are made of

/** How rows name it. */
export const bareName = "CodeMirror alone";

/** Serves the page with an editor of this text, set up as its makers begin; `stop` ends it. */
export async function startBare(text) {
  const used = {};
  collect("@codemirror/commands", used);
  collect("@codemirror/lang-javascript", used);
  const server = createServer((request, answer) => {
    const file = used[request.url.slice(1)]?.file;
    answer.setHeader("Content-Type", file ? "text/javascript" : "text/html; charset=utf-8");
    answer.end(file ? readFileSync(file) : pageOf(text, Object.keys(used)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}

/** Notes a package and those that it needs, each with its module. */
function collect(name, used) {
  if (used[name]) return;
  const folder = path.join(modules, name);
  const { exports: entry, module, dependencies = {} } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  used[name] = { file: path.join(folder, entry?.import ?? entry?.["."]?.import ?? module) };
  for (const needed of Object.keys(dependencies)) collect(needed, used);
}

// As wide as a cell, and within a scroller: keys that scroll the document itself have no Event Timing.
const pageOf = (text, names) => `<!doctype html><meta charset="utf-8"><title>CodeMirror</title>
<div id="place" style="width:716px;height:800px;overflow:auto"></div>
<script type="importmap">${JSON.stringify({ imports: Object.fromEntries(names.map((name) => [name, `/${name}`])) })}</script>
<script type="module">
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { defaultHighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
const extensions = [lineNumbers(), history(), drawSelection(), javascript({ typescript: true }), syntaxHighlighting(defaultHighlightStyle), keymap.of([...defaultKeymap, ...historyKeymap])];
new EditorView({ doc: ${JSON.stringify(text).replaceAll("<", "\\u003c")}, extensions, parent: document.getElementById("place") });
</script>`;
