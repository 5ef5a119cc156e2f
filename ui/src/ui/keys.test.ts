import { describe, expect, test } from "vitest";
import { canonical, keyLabels, keystrokeOf, matchesKeys, parseKeys } from "./keys.ts";
import { press } from "./testing/press.ts";

describe("matchesKeys", () => {
  test.each([
    ["Mod is Command on a Mac", press("k", { metaKey: true }), "Mod-k", true, true],
    ["Control is not, there", press("k", { ctrlKey: true }), "Mod-k", true, false],
    ["Mod is Control elsewhere", press("k", { ctrlKey: true }), "Mod-k", false, true],
    ["case does not matter", press("K", { ctrlKey: true, shiftKey: true }), "Mod-Shift-k", false, true],
    ["Shift does", press("K", { shiftKey: true }), "k", false, false],
    ["a sign brings its own Shift", press("?", { shiftKey: true }), "?", false, true],
    ["named keys", press("ArrowUp", { altKey: true }), "Alt-ArrowUp", false, true],
    [
      "Option types other signs",
      { ...press("Ï", { altKey: true, shiftKey: true }), code: "KeyF" },
      "Shift-Alt-f",
      true,
      true,
    ],
    ["another modifier is another keystroke", press("Enter", { ctrlKey: true }), "Enter", false, false],
  ])("%s", (_name, event, keys, apple, want) => expect(matchesKeys(event, keys, apple)).toBe(want));
});

describe("keyLabels", () => {
  test.each([
    ["Mod-k", true, ["⌘", "K"]],
    ["Mod-Shift-Enter", false, ["Ctrl", "Shift", "↵"]],
    ["Escape", false, ["Esc"]],
    ["?", false, ["?"]],
  ])("%s on apple %s", (keys, apple, want) => expect(keyLabels(keys, apple)).toEqual(want));
});

describe("parseKeys", () => {
  test.each([
    ["-", { key: "-" }],
    ["Mod--", { key: "-", mod: true }],
    ["Mod-Shift- ", { key: " ", mod: true, shift: true }],
  ])("%j", (keys, want) =>
    expect(parseKeys(keys)).toEqual({ mod: false, ctrl: false, alt: false, shift: false, ...want }),
  );
});

describe("canonical", () => {
  test.each([
    ["Shift-Mod-K", false, "Mod-Shift-k"],
    ["Ctrl- ", false, "Mod- "],
    ["Ctrl- ", true, "Ctrl- "],
    ["Alt-Shift-ArrowDown", false, "Shift-Alt-arrowdown"],
    ["Mod-Shift-?", false, "Mod-?"],
  ])("%s on apple %s is %s", (keys, apple, want) => expect(canonical(keys, apple)).toBe(want));
});

describe("keystrokeOf", () => {
  test.each([
    ["a letter with modifiers", press("K", { ctrlKey: true, shiftKey: true }), false, "Mod-Shift-k"],
    ["a sign brings its own Shift", press("?", { shiftKey: true }), false, "?"],
    ["named keys", press("ArrowDown", { altKey: true, shiftKey: true }), false, "Shift-Alt-ArrowDown"],
    ["Control is its own on a Mac", press("a", { ctrlKey: true, metaKey: true }), true, "Mod-Ctrl-a"],
    ["only a modifier", press("Shift", { shiftKey: true }), false, undefined],
    ["a dead key", press("Dead"), false, undefined],
    ["a dead key of Option", { ...press("Dead", { altKey: true }), code: "KeyN" }, true, "Alt-n"],
  ])("%s", (_name, event, apple, want) => {
    const keys = keystrokeOf(event, apple);
    expect(keys).toBe(want);
    if (keys) expect(matchesKeys(event, keys, apple)).toBe(true);
  });
});
