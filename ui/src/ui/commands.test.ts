import { expect, test } from "vitest";
import { type Command, commandFor, define, type Place, placeOf } from "./commands.ts";
import { press } from "./testing/press.ts";

const { narrow, wide, notebook, writing, row, bar, field } = define(
  { group: "g", when: "anywhere" },
  {
    narrow: { label: "On a frame", when: "frame", keys: ["Mod-z", "a"] },
    wide: { label: "Everywhere", keys: ["Mod-z", "?"] },
    notebook: { label: "In a notebook", when: "notebook", keys: ["Shift-Enter", "Mod-Enter", "F8"] },
    row: { label: "On a row", when: "row", keys: ["Delete", "d"] },
    bar: { label: "In the bar", when: "find-bar", keys: ["Escape", "Alt-c"] },
    field: { label: "In its field", when: "find-field", keys: ["Enter", "Shift-Enter"] },
    writing: { label: "While editing", when: "editor", keys: ["Mod-d"] },
  },
);
const commands: Command[] = [narrow, wide, notebook, writing, row, bar, field].map((d) => ({
  ...d,
  run: () => {},
}));

test.each<[string, Place, ReturnType<typeof press>, string | undefined]>([
  ["the narrower place wins", "frame", press("z", { ctrlKey: true }), "narrow"],
  ["elsewhere the wider one", "page", press("z", { ctrlKey: true }), "wide"],
  ["a letter on a frame", "frame", press("a"), "narrow"],
  ["a letter on a control in a cell", "control", press("a"), undefined],
  ["a letter in an editor", "editor", press("?", { shiftKey: true }), undefined],
  ["a letter in a field", "field", press("?", { shiftKey: true }), undefined],
  ["a letter on the page", "page", press("?", { shiftKey: true }), "wide"],
  ["a function key in an editor", "editor", press("F8"), "notebook"],
  ["Shift-Enter in an editor", "editor", press("Enter", { shiftKey: true }), "notebook"],
  ["Shift-Enter in a field", "field", press("Enter", { shiftKey: true }), undefined],
  ["a letter on a row", "row", press("d"), "row"],
  ["a letter of the page on a row", "row", press("?", { shiftKey: true }), "wide"],
  ["a letter of rows elsewhere", "page", press("d"), undefined],
  ["Enter in a field of the find bar", "find-field", press("Enter"), "field"],
  ["Shift-Enter there", "find-field", press("Enter", { shiftKey: true }), "field"],
  ["Enter on a button of the bar presses it", "find-bar", press("Enter"), undefined],
  ["Escape in a field of the bar", "replace-field", press("Escape"), "bar"],
  ["a key of the bar in a field of it", "find-field", press("c", { altKey: true }), "bar"],
  ["a sign in a field of the bar", "find-field", press("?", { shiftKey: true }), undefined],
  ["a key of the notebook in a field of the bar", "find-field", press("F8"), "notebook"],
  ["a key of the bar in an editor", "editor", press("c", { altKey: true }), undefined],
  ["a key of editors in an editor", "editor", press("d", { ctrlKey: true }), "writing"],
  ["a key of editors on a frame", "frame", press("d", { ctrlKey: true }), undefined],
])("%s", (_name, place, event, want) => expect(commandFor(event, commands, place)?.name).toBe(want));

test("a command that is not offered and a key of the browser's own mean nothing", () => {
  const given = [{ ...commands[1], enabled: false } as Command, { ...commands[1], native: true } as Command];
  expect(commandFor(press("?", { shiftKey: true }), given, "page")).toBeUndefined();
});

test("where the keyboard is", () => {
  document.body.innerHTML = `<section data-cell="a"><button></button><div data-editor="a"><div contenteditable="true"></div></div></section><input><p></p><a data-keys="row"></a><search data-keys="find-bar"><i><textarea data-keys="find-field"></textarea></i></search>`;
  const place = (selector: string) => placeOf(document.querySelector(selector));
  expect(
    ["section", "button", "[contenteditable]", "input", "p", "a", "search i", "textarea"].map(place),
  ).toEqual(["frame", "control", "editor", "field", "page", "row", "find-bar", "find-field"]);
});
