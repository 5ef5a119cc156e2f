import { describe, expect, test } from "vitest";
import { keyLabels, matchesKeys } from "./keys.ts";

const press = (
  key: string,
  modifiers: Partial<Record<"metaKey" | "ctrlKey" | "altKey" | "shiftKey", true>> = {},
) => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  ...modifiers,
});

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
