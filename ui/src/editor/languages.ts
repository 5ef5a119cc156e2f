import {
  javascriptLanguage,
  jsxLanguage,
  localCompletionSource,
  tsxLanguage,
  typescriptLanguage,
} from "@codemirror/lang-javascript";
import { json, jsonLanguage } from "@codemirror/lang-json";
import { type Language, LanguageSupport } from "@codemirror/language";

const languages: Record<string, Language> = {
  ts: typescriptLanguage,
  mts: typescriptLanguage,
  cts: typescriptLanguage,
  tsx: tsxLanguage,
  js: javascriptLanguage,
  mjs: javascriptLanguage,
  cjs: javascriptLanguage,
  jsx: jsxLanguage,
  json: jsonLanguage,
  typescript: typescriptLanguage,
  javascript: javascriptLanguage,
};

/** The language of a fence's name or a file's extension. */
export function languageNamed(name: string): Language | undefined {
  return languages[name.toLowerCase()];
}

/** What the editor knows of a file by its name. */
export function languageOf(filename: string): LanguageSupport {
  const extension = filename.slice(filename.lastIndexOf(".") + 1);
  const language = languageNamed(extension) ?? typescriptLanguage;
  if (language === jsonLanguage) return json();
  return new LanguageSupport(language, language.data.of({ autocomplete: localCompletionSource }));
}

/** The mark that the header shows for a file: TS, TSX, JS, … */
export function languageMark(filename: string): string {
  const extension = filename.slice(filename.lastIndexOf(".") + 1).toUpperCase();
  return extension.replace(/^[MC](TS|JS)$/, "$1");
}
