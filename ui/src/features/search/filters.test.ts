import { describe, expect, test } from "vitest";
import { type Filters, filtersOf, withFilter, wordsOf } from "./filters.ts";

describe("a query is read as the server reads it", () => {
  test.each<[string, string, Filters]>([
    ["", "", {}],
    ["token bucket", "token bucket", {}],
    ["language:javascript fetch", "fetch", { language: "javascript" }],
    ["lang:TS pkg:zod by:Ada", "", { language: "typescript", package: "zod", author: "Ada" }],
    ['author:"Ada L" x', "x", { author: "Ada L" }],
    ["after:2026-01-31 before:2026-02", "", { after: "2026-01-31", before: "2026-02" }],
    ["after:yesterday", "after:yesterday", {}],
    ["after:2026-13", "after:2026-13", {}],
    ["package: https://example.com", "package: https://example.com", {}],
    ["package:a package:b", "", { package: "b" }],
    ["package:@scope/name", "", { package: "@scope/name" }],
  ])("%j", (query, words, filters) => {
    expect([wordsOf(query), filtersOf(query)]).toEqual([words, filters]);
  });
});

describe("withFilter", () => {
  test.each([
    ["fetch", "language", "typescript", "fetch language:typescript"],
    ["lang:js  fetch", "language", "typescript", "fetch language:typescript"],
    ["fetch author:Ada x", "author", "", "fetch x"],
    ["fetch", "author", "Ada L", 'fetch author:"Ada L"'],
    ["", "author", 'A"da', "author:Ada"],
  ] as const)("%j with %s %j", (query, key, value, want) => {
    expect(withFilter(query, key, value)).toBe(want);
  });
});
