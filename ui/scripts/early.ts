import type { Plugin, Rolldown } from "vite";

// The modules that begin the interface, with the library in it, and the notebook page.
const start = "/src/app/start.tsx";
const notebookPage = "/src/features/notebook/Page.tsx";
const prose = "/src/features/notebook/markdown.ts";
const font = /inter-latin-wght-normal.*\.woff2$/;
const codeFont = /jetbrains-mono-latin-wght-normal.*\.woff2$/;
const anchor = '<script src="/theme.js"></script>';

/**
 * Lets the browser fetch, while it still reads index.html, what the page will need: the interface's font and
 * its chunks, and on a notebook's address the chunks of its page, the font of code and what renders prose. Without it each is found only
 * when the script before it has run. public/theme.js turns the styles and fonts into links, public/first-paint.js the
 * scripts.
 */
export function early(): Plugin {
  return {
    name: "early",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, { bundle }) {
        const files = Object.values(bundle ?? {});
        const inter = files.find((file) => font.test(file.fileName))?.fileName;
        const mono = files.find((file) => codeFont.test(file.fileName))?.fileName;
        const chunks = closure(files, start);
        const page = [...closure(files, notebookPage)].filter((file) => !chunks.has(file));
        const rendering = [...closure(files, prose)].filter((file) => !chunks.has(file));
        if (
          ![inter, mono, chunks.size, page.length, rendering.length].every(Boolean) ||
          !html.includes(anchor)
        )
          this.error("a font, the page or the script was not found");
        if (html.includes("modulepreload"))
          this.error("the first script imports others, which would be loaded before the first paint");
        const list = (names: Iterable<string>) => [...names].map((file) => `/${file}`).join(" ");
        const tags = [
          `<link rel="preload" as="font" type="font/woff2" crossorigin href="/${inter}">`,
          `<meta name="chunks" content="${list(chunks)}">`,
          `<meta name="notebook-chunks" content="${list([...page, mono ?? ""])}">`,
          `<meta name="prose-chunks" content="${list(rendering)}">`,
          anchor,
        ];
        return html.replace(anchor, tags.join("\n    "));
      },
    },
  };
}

type Output = Rolldown.OutputAsset | Rolldown.OutputChunk;

/** The chunk that holds a module, and all that it imports, styles included. */
function closure(files: Output[], module: string): Set<string> {
  const found = new Set<string>();
  const visit = (file: Output | undefined) => {
    if (file?.type !== "chunk" || found.has(file.fileName)) return;
    found.add(file.fileName);
    for (const sheet of file.viteMetadata?.importedCss ?? []) found.add(sheet);
    for (const name of file.imports) visit(files.find((other) => other.fileName === name));
  };
  visit(files.find((file) => file.type === "chunk" && file.moduleIds.some((id) => id.endsWith(module))));
  return found;
}
