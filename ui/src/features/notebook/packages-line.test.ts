import { describe, expect, it } from "vitest";
import type { PackagesStatus } from "~/protocol/wire.ts";
import { invalidLine, packagesLine } from "./packages-line.ts";

const status = (part: Partial<PackagesStatus>): PackagesStatus => ({
  state: "up_to_date",
  packages: [],
  missing: [],
  log: [],
  ...part,
});

const message = 'package.json line 3: the version of "left-pad" has to be a text';
const fault = { code: "SB-5004", kind: "invalid" as const, message, details: [{ line: 3, message }] };

describe("the packages in one line", () => {
  it.each([
    ["no packages", status({})],
    ["2 packages · up to date", status({ packages: ["a", "b"].map((name) => ({ name, range: "1" })) })],
    ["no packages · failed: no disk", status({ state: "failed", fault: { ...fault, message: "no disk" } })],
    [message, status({ state: "invalid", fault })],
    ["package.json is not valid JSON", status({ state: "invalid" })],
  ])("%s", (want, given) => {
    expect(packagesLine(given)).toBe(want);
  });
});

describe("the line of package.json that cannot be read", () => {
  it.each([
    ["is told", 3, status({ state: "invalid", fault })],
    ["is not known", undefined, status({ state: "invalid" })],
    ["is none when an installation failed", undefined, status({ state: "failed", fault })],
  ])("%s", (_, want, given) => {
    expect(invalidLine(given)).toBe(want);
  });
});
