// The filters of a query, which are words of it, as the server reads them. Pure.

/** What a search can be narrowed to. */
export type FilterKey = "language" | "package" | "author" | "after" | "before";

export type Filters = Partial<Record<FilterKey, string>>;

const keys: Record<string, FilterKey> = {
  language: "language",
  lang: "language",
  package: "package",
  pkg: "package",
  author: "author",
  by: "author",
  after: "after",
  before: "before",
};

const languages: Record<string, string> = { ts: "typescript", js: "javascript" };

interface Term {
  text: string;
  /** Missing: it is a word to look for. */
  filter?: { key: FilterKey; value: string };
}

/** The filters of a query; of several of a kind the last one counts. */
export function filtersOf(query: string): Filters {
  return Object.fromEntries(
    termsOf(query).flatMap(({ filter }) => (filter ? [[filter.key, filter.value]] : [])),
  );
}

/** What a query looks for, without its filters. */
export function wordsOf(query: string): string {
  return termsOf(query)
    .filter((term) => !term.filter)
    .map((term) => term.text)
    .join(" ");
}

/** The query with a filter set; with an empty value it is taken away. */
export function withFilter(query: string, key: FilterKey, value: string): string {
  const others = termsOf(query).filter((term) => term.filter?.key !== key);
  const plain = value.replaceAll('"', "");
  const written = plain === "" ? [] : [`${key}:${/\s/.test(plain) ? `"${plain}"` : plain}`];
  return [...others.map((term) => term.text), ...written].join(" ");
}

/** White space parts terms, but not in the quotes that follow a colon. */
function termsOf(query: string): Term[] {
  const texts = query.match(/[^\s:]*:"[^"]*"|\S+/g) ?? [];
  return texts.map((text) => {
    const filter = filterIn(text);
    return filter ? { text, filter } : { text };
  });
}

function filterIn(text: string): Term["filter"] {
  const colon = text.indexOf(":");
  const key = keys[text.slice(0, Math.max(0, colon)).toLowerCase()];
  const value = text.slice(colon + 1).replace(/^"+|"+$/g, "");
  if (!key || value === "") return undefined;
  if ((key === "after" || key === "before") && !isDate(value)) return undefined;
  if (key === "language") {
    const language = value.toLowerCase();
    return { key, value: languages[language] ?? language };
  }
  return { key, value };
}

/** A day, a month or a year. */
function isDate(value: string): boolean {
  return /^\d{4}(-\d\d(-\d\d)?)?$/.test(value) && !Number.isNaN(Date.parse(value));
}
