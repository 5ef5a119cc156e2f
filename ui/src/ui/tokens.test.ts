import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";

const tokens = readFileSync(`${import.meta.dirname}/tokens.css`, "utf8");
const scales = [...tokens.matchAll(/@import "(@radix-ui\/colors\/[a-z-]+\.css)"/g)].map(([, file]) =>
  // What follows @supports says the same colours for wider screens.
  readFileSync(createRequire(import.meta.url).resolve(file ?? ""), "utf8").replace(/@supports[\s\S]*/, ""),
);

/** The rules that hold in each theme. Those of equal weight stand in the order of the files. */
const themes: Record<string, (selector: string) => boolean> = {
  light: (s) => s.includes(":root"),
  dark: (s) => s.includes(":root") || s.startsWith(".dark"),
  "high contrast, light": (s) => s.includes(":root") || (s.startsWith("[data-theme") && !s.endsWith(".dark")),
  "high contrast, dark": (s) =>
    s.includes(":root") ||
    s.startsWith(".dark") ||
    (s.startsWith("[data-theme") && !s.endsWith(":not(.dark)")),
};

type Values = Map<string, string>;
type RGB = [number, number, number];

function valuesIn(holds: (selector: string) => boolean): Values {
  const values: Values = new Map();
  for (const css of [...scales, tokens]) {
    const rules = css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@media[^{]*\{[^{}]*\{[^{}]*\}\s*\}/g, "");
    for (const [, selector = "", body = ""] of rules.matchAll(/([^{};]+)\{([^{}]*)\}/g)) {
      if (!holds(selector.trim())) continue;
      for (const [, name = "", value = ""] of body.matchAll(/--([\w-]+):\s*([^;]+);/g))
        values.set(name, value);
    }
  }
  return values;
}

/** The colour of a value, over what shows through it. */
function colour(value: string, values: Values, under: RGB = [0, 0, 0]): RGB {
  const name = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
  if (name !== undefined) return colour(values.get(name) ?? `no ${name}`, values, under);
  const mix = /^color-mix\(in oklab, (.+) ([\d.]+)%, (.+)\)$/.exec(value);
  if (mix) {
    const [a, b] = [colour(mix[1] ?? "", values), colour(mix[3] ?? "", values)];
    return mixed(a, b, Number(mix[2]) / 100);
  }
  const hex = /^#([\da-f]{6})([\da-f]{2})?$/i.exec(value);
  if (!hex) throw new Error(`not a colour: ${value}`);
  const rgb = [0, 2, 4].map((at) => Number.parseInt((hex[1] ?? "").slice(at, at + 2), 16) / 255) as RGB;
  const alpha = hex[2] ? Number.parseInt(hex[2], 16) / 255 : 1;
  return rgb.map((c, i) => c * alpha + (under[i] ?? 0) * (1 - alpha)) as RGB;
}

const linear = (c: number) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const gamma = (c: number) => (c <= 0.0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - 0.055);
const times = (matrix: number[][], v: number[]) =>
  matrix.map((row) => row.reduce((sum, c, i) => sum + c * (v[i] ?? 0), 0)) as RGB;

/** The matrices of OKLab, https://bottosson.github.io/posts/oklab. */
const toLMS = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const toLab = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];
const fromLab = [
  [1, 0.3963377774, 0.2158037573],
  [1, -0.1055613458, -0.0638541728],
  [1, -0.0894841775, -1.291485548],
];
const fromLMS = [
  [4.0767416621, -3.3077115913, 0.2309699292],
  [-1.2684380046, 2.6097574011, -0.3413193965],
  [-0.0041960863, -0.7034186147, 1.707614701],
];

function mixed(a: RGB, b: RGB, share: number): RGB {
  const lab = (c: RGB) => times(toLab, times(toLMS, c.map(linear)).map(Math.cbrt));
  const [la, lb] = [lab(a), lab(b)];
  const between = la.map((c, i) => c * share + (lb[i] ?? 0) * (1 - share));
  return times(
    fromLMS,
    times(fromLab, between).map((c) => c ** 3),
  ).map((c) => gamma(Math.min(1, Math.max(0, c)))) as RGB;
}

const luminance = ([r, g, b]: RGB) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

function ratio(a: RGB, b: RGB): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ["bg", "bg-raised", "bg-sunken"];
const grounds = [...surfaces, "bg-hover", "accent-soft"];
const people = Array.from({ length: 8 }, (_, i) => `person-${i}`);
const syntax = ["keyword", "string", "number", "function", "type", "comment"].map((kind) => `syntax-${kind}`);

/** What is read, and on what: WCAG 1.4.3 asks for 4.5:1. */
const text: [on: string[], ...texts: string[]][] = [
  [[...grounds, "bg-active", "selection", "selection-match"], "text"],
  [grounds, "text-muted", "accent-text"],
  [surfaces, "text-faint", "ok", "warn", "bad", "info"],
  [[...surfaces, "selection", "selection-match"], ...syntax],
  [["ok-soft"], "ok", "text", "text-muted"],
  [["warn-soft"], "warn", "text", "text-muted"],
  [["bad-soft"], "bad", "text", "text-muted", "accent-text"],
  [["info-soft"], "info", "text"],
  [["accent", "accent-hover"], "on-accent"],
  [["bad-solid"], "on-bad"],
  [people, "on-person"],
];

/** What tells where or what something is: WCAG 1.4.11 asks for 3:1. */
const parts: [on: string[], ...parts: string[]][] = [
  [
    surfaces,
    "line-control",
    "focus",
    "accent",
    "accent-line",
    "ok-solid",
    "warn-solid",
    "bad-solid",
    ...people,
  ],
];

describe.each(Object.entries(themes))("the colours in %s", (_, holds) => {
  const values = valuesIn(holds);
  const tooClose = (pairs: [string[], ...string[]][], least: number) =>
    pairs.flatMap(([on, ...names]) =>
      on.flatMap((ground) =>
        names.flatMap((name) => {
          const below = colour(`var(--${ground})`, values);
          const got = ratio(colour(`var(--${name})`, values, below), below);
          return got < least ? [`${name} on ${ground}: ${got.toFixed(2)}`] : [];
        }),
      ),
    );

  test("text can be read", () => expect(tooClose(text, 4.5)).toEqual([]));
  test("parts can be told apart", () => expect(tooClose(parts, 3)).toEqual([]));
});
