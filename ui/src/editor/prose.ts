import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import type { LanguageSupport } from "@codemirror/language";
import { languageNamed } from "./languages.ts";

/** Markdown, and the code within it. It comes with HTML and CSS, thus only when prose is edited. */
export function proseLanguage(): LanguageSupport {
  return markdown({ base: markdownLanguage, codeLanguages: (info) => languageNamed(info) ?? null });
}
