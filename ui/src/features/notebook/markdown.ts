// Markdown as safe nodes: GFM by marked, cleaned by DOMPurify. What is drawn on demand (code, maths,
// diagrams) is left as marked places for enrich.ts.
import DOMPurify from "dompurify";
import { Marked, type TokenizerAndRendererExtension, type Tokens } from "marked";

const PAIR = /^\$\$((?:[^$\\]|\\.)+?)\$\$/s;
/** As pandoc has it: no blank inside the dollars, no digit after the closing one. */
const SINGLE = /^\$((?:[^\s$\\]|\\.)(?:(?:[^$\\\n]|\\.)*?(?:[^\s$\\]|\\.))?)\$(?!\d)/;

function place(kind: string, source: string, tag: "span" | "div"): string {
  return `<${tag} data-draw="${kind}">${escapeHTML(source)}</${tag}>`;
}

function escapeHTML(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}

const displayMath: TokenizerAndRendererExtension = {
  name: "displayMath",
  level: "block",
  start: (src) => src.indexOf("$$"),
  tokenizer(src) {
    const match = PAIR.exec(src);
    return match ? { type: "displayMath", raw: match[0], text: match[1] ?? "" } : undefined;
  },
  renderer: ({ text }) => place("display-math", String(text).trim(), "div"),
};

const inlineMath: TokenizerAndRendererExtension = {
  name: "inlineMath",
  level: "inline",
  start: (src) => src.indexOf("$"),
  tokenizer(src) {
    const match = PAIR.exec(src) ?? SINGLE.exec(src);
    return match ? { type: "inlineMath", raw: match[0], text: match[1] ?? "" } : undefined;
  },
  renderer: ({ text }) => place("inline-math", String(text).trim(), "span"),
};

const marked = new Marked({
  gfm: true,
  extensions: [displayMath, inlineMath],
  renderer: {
    code({ text, lang }: Tokens.Code) {
      const language = /^[\w+#-]+/.exec(lang ?? "")?.[0] ?? "";
      if (language === "mermaid") return place("mermaid", text, "div");
      return `<pre><code data-language="${escapeHTML(language)}">${escapeHTML(text)}</code></pre>`;
    },
  },
});

const purify = DOMPurify();
const IMAGE = /^(https:\/\/|data:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)[;,])/i;
const LINK = /^(https?:|mailto:|#)/i;

purify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName === "IMG") {
    if (!IMAGE.test(node.getAttribute("src") ?? "")) node.removeAttribute("src");
    node.setAttribute("loading", "lazy");
    node.setAttribute("referrerpolicy", "no-referrer");
  }
  if (node.tagName === "A") {
    const href = node.getAttribute("href") ?? "";
    if (!LINK.test(href)) node.removeAttribute("href");
    if (!href.startsWith("#")) node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
  if (node.tagName === "INPUT") {
    node.setAttribute("disabled", "");
    node.setAttribute("aria-label", node.hasAttribute("checked") ? "Done" : "To do");
  }
});

/** The nodes of a Markdown text. Headings get ids under `prefix`, for links within the notebook. */
export function renderMarkdown(source: string, prefix: string): DocumentFragment {
  const fragment = purify.sanitize(marked.parse(source, { async: false }), {
    RETURN_DOM_FRAGMENT: true,
    USE_PROFILES: { html: true },
    FORBID_TAGS: ["style", "form", "button", "select", "textarea", "dialog"],
    FORBID_ATTR: ["style", "id", "class", "name"],
    ALLOW_DATA_ATTR: true,
  });
  const taken = new Map<string, number>();
  for (const heading of fragment.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
    heading.id = headingID(heading.textContent ?? "", prefix, taken);
  }
  return fragment;
}

/** The anchor of a heading, unique within `taken`. */
export function headingID(text: string, prefix: string, taken: Map<string, number>): string {
  const slug =
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "") || "section";
  const n = taken.get(slug) ?? 0;
  taken.set(slug, n + 1);
  return `${prefix}-${slug}${n === 0 ? "" : `-${n + 1}`}`;
}

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly id: string;
}

/** The headings of a Markdown text, with the ids that renderMarkdown gives them. */
export function headingsOf(source: string, prefix: string): Heading[] {
  const taken = new Map<string, number>();
  const found: Heading[] = [];
  for (const token of marked.lexer(source)) {
    if (token.type !== "heading") continue;
    const html = marked.parseInline((token as Tokens.Heading).text, { async: false });
    const text = purify.sanitize(html, { RETURN_DOM_FRAGMENT: true, ALLOWED_TAGS: [] }).textContent ?? "";
    found.push({ level: (token as Tokens.Heading).depth, text, id: headingID(text, prefix, taken) });
  }
  return found;
}
