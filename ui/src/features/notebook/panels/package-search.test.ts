import { expect, test } from "vitest";
import { standing } from "./PackageSearch.tsx";

test("a package that was found says its license and how much it is used, as far as the registry does", () => {
  const found = { name: "zod", version: "4.0.0" };
  expect(standing({ ...found, license: "MIT", downloads: 41_234_567 })).toBe("MIT · 41.2M downloads a week");
  expect(standing({ ...found, license: "MIT" })).toBe("MIT");
  expect(standing({ ...found, downloads: 12 })).toBe("12 downloads a week");
  expect(standing(found)).toBe("");
});
