import { describe, expect, test } from "vitest";
import type { CommandDefinition, When } from "~/ui/commands.ts";
import { catalogue } from "./catalogue.ts";
import { conflictsOf, indexKeys, isUsual, keysIn, overlaps, refusalOf } from "./choosing.ts";

const command = (name: string): CommandDefinition => {
  const found = catalogue.find((each) => each.name === name);
  if (!found) throw new Error(`no command ${name}`);
  return found;
};

const sources = import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.test.*"], {
  query: "?raw",
  import: "default",
  eager: true,
});

describe("the catalogue", () => {
  test("has every command once", () => {
    const names = catalogue.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  test("has every group of commands that is made anywhere", () => {
    const makers = Object.entries(sources).filter(([, text]) => /(?<![.\w])define\(\n/.test(text));
    const made = makers.flatMap(([path, text]) =>
      [...text.matchAll(/export const (\w+) = define\(/g)].map(([, name]) => `${path} ${name}`),
    );
    expect(makers.map(([path]) => path).filter((path) => !path.startsWith("./"))).toEqual([]);
    const listed = sources["./catalogue.ts"] ?? "";
    expect(made.filter((each) => !listed.includes(`  ${each.split(" ")[1]},`))).toEqual([]);
  });

  test("gives no key two meanings in one place, and none that cannot be used", () => {
    const index = indexKeys(catalogue, {});
    const wrong = catalogue.flatMap((each) =>
      each.native
        ? []
        : each.keys.flatMap((keys) => [
            ...conflictsOf(each, keys, index).map((other) => `${keys}: ${each.name} and ${other.name}`),
            ...[refusalOf(keys, each, false)].filter((reason) => reason !== undefined),
          ]),
    );
    expect(wrong).toEqual([]);
  });
});

test.each<[When, When, boolean, boolean?]>([
  ["anywhere", "editor", true],
  ["notebook", "frame", true],
  ["editor", "notebook", true],
  ["editor", "frame", false],
  ["library", "notebook", false],
  ["library", "library", true],
  ["row", "library", true],
  ["row", "frame", false],
  ["find-field", "notebook", true],
  ["find-field", "anywhere", false, true],
  ["find-field", "find-bar", true, true],
  ["find-field", "replace-field", false],
])("%s and %s overlap: %s, plain keys: %s", (a, b, want, plain) => expect(overlaps(a, b, plain)).toBe(want));

test("conflicts are those of the same place, with chosen keys in place of the usual ones", () => {
  const names = (chosen: Record<string, string[]>) =>
    conflictsOf(command("cell.run"), "Ctrl-b", indexKeys(catalogue, chosen)).map(({ name }) => name);
  expect(names({})).toEqual(["app.sidebar"]);
  expect(names({ "app.sidebar": ["Mod-j"], "editor.comment": ["Mod-b"], "library.new": ["Mod-b"] })).toEqual([
    "editor.comment",
  ]);
});

test("chosen keys replace the usual ones, but for keys of the browser", () => {
  const chosen = { "cell.run": [], "cell.copy": ["x"] };
  expect(keysIn(chosen, command("cell.run"))).toEqual([]);
  expect(keysIn(chosen, command("cell.copy"))).toEqual(["Mod-c"]);
  expect(isUsual(["Mod-enter"], command("cell.run"))).toBe(true);
  expect(isUsual(["Mod-Enter", "F5"], command("cell.run"))).toBe(false);
});

test.each([
  ["Mod-w", "cell.run", false, "Ctrl+W cannot be used. The browser closes or opens tabs"],
  ["Mod-h", "notebook.find", true, "⌘ H cannot be used. The system"],
  ["Mod-h", "notebook.find", false, undefined],
  ["Mod-c", "cell.run", false, "Copying and pasting"],
  ["Tab", "cell.edit", false, "Tab moves the keyboard"],
  ["x", "cell.edit", false, undefined],
  ["Enter", "cell.edit", false, undefined],
  ["Enter", "notebook.run-all", false, "presses what has the keyboard"],
  ["x", "editor.comment", false, "Editors need this key"],
  ["Shift-Enter", "cell.run", false, undefined],
  ["F5", "editor.comment", false, undefined],
  ["x", "notebook.run-all", false, undefined],
  ["x", "row.trash", false, undefined],
  ["Enter", "find.replace", false, undefined],
  ["x", "find.next", false, undefined],
  ["x", "find.close", false, "The find bar needs this key"],
])("%s for %s, on apple %s: %s", (keys, name, apple, want) => {
  const refusal = refusalOf(keys, command(name), apple);
  if (want === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toContain(want);
});
