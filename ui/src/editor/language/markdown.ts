// The documentation that the language server writes in Markdown, as safe nodes.
import type { MarkupContent } from "vscode-languageserver-types";
import { OnDemand } from "~/ui/on-demand.ts";
import { highlighted } from "../highlight.ts";
import { languageNamed } from "../languages.ts";

const FENCE = /^language-([\w-]+)/;
const cleaning = new OnDemand(() => import("./cleaned.ts"));

export type Documentation = string | MarkupContent | { language: string; value: string };

/** One or several texts of documentation, one below the other. */
export function documentation(content: Documentation | readonly Documentation[]): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "cm-docs";
  for (const part of Array.isArray(content) ? content : [content]) dom.append(rendered(part));
  return dom;
}

/** Code in the colours of the editor. */
export function codeBlock(code: string, language = "typescript"): HTMLElement {
  const pre = document.createElement("pre");
  const known = languageNamed(language);
  pre.append(known ? highlighted(code, known) : code);
  return pre;
}

function rendered(part: Documentation): Node {
  if (typeof part === "string") return fromMarkdown(part);
  if ("language" in part) return codeBlock(part.value, part.language);
  return part.kind === "markdown" ? fromMarkdown(part.value) : document.createTextNode(part.value);
}

/** As it was written, where what renders it could not be loaded. */
function fromMarkdown(source: string): Node {
  const fragment = cleaning.present?.cleaned(source);
  if (!fragment) return document.createTextNode(source);
  for (const code of fragment.querySelectorAll("pre > code")) {
    const language = FENCE.exec(code.className)?.[1];
    code.parentElement?.replaceWith(codeBlock(code.textContent?.replace(/\n$/, "") ?? "", language));
  }
  for (const link of fragment.querySelectorAll("a")) {
    // Links into files are not for the browser.
    if (!/^https?:/i.test(link.getAttribute("href") ?? "")) link.removeAttribute("href");
    link.target = "_blank";
    link.rel = "noopener noreferrer";
  }
  return fragment;
}
