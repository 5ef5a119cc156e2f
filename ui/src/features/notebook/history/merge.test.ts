import { expect, test } from "vitest";
import { showChange } from "./merge.ts";

test("what was removed as a whole is shown line by line, without an empty line of what is left", () => {
  const place = document.createElement("div");
  const end = showChange(place, { filename: "a.ts", before: "one\ntwo", after: "" }, "inline", "a.ts");
  expect([...place.querySelectorAll(".cm-line")].map((line) => line.textContent)).toEqual(["one", "two"]);
  end();
});
