import type { Language } from "@codemirror/language";
import { highlightCode, tags as t, tagHighlighter } from "@lezer/highlight";

/** Names the classes of highlighted code; editor.css gives them their colours. */
export const highlighter = tagHighlighter([
  { tag: [t.keyword, t.modifier, t.operatorKeyword, t.self, t.null, t.bool], class: "tok-keyword" },
  { tag: [t.string, t.special(t.string), t.regexp, t.character], class: "tok-string" },
  { tag: [t.number, t.integer, t.float], class: "tok-number" },
  {
    tag: [t.function(t.variableName), t.function(t.propertyName), t.function(t.definition(t.variableName))],
    class: "tok-function",
  },
  { tag: [t.typeName, t.className, t.namespace, t.tagName, t.angleBracket], class: "tok-type" },
  { tag: [t.comment, t.lineComment, t.blockComment, t.docComment], class: "tok-comment" },
  { tag: [t.link, t.url], class: "tok-link" },
  { tag: t.heading, class: "tok-heading" },
  { tag: t.strong, class: "tok-strong" },
  { tag: t.emphasis, class: "tok-emphasis" },
  { tag: t.monospace, class: "tok-monospace" },
  { tag: [t.processingInstruction, t.contentSeparator], class: "tok-mark" },
  { tag: t.invalid, class: "tok-invalid" },
]);

/** Code as nodes with the classes of the highlighter. */
export function highlighted(code: string, language: Language): DocumentFragment {
  const fragment = document.createDocumentFragment();
  highlightCode(
    code,
    language.parser.parse(code),
    highlighter,
    (text, classes) => {
      if (!classes) return fragment.append(text);
      const span = document.createElement("span");
      span.className = classes;
      span.append(text);
      fragment.append(span);
    },
    () => fragment.append("\n"),
  );
  return fragment;
}
