import { expect, test } from "vitest";
import { timeAgo } from "./time.ts";

const now = new Date(2026, 2, 14, 15, 0, 0);

test.each([
  [new Date(2026, 2, 14, 14, 59, 30), "just now"],
  [new Date(2026, 2, 14, 15, 0, 20), "just now"], // a clock that is ahead
  [new Date(2026, 2, 14, 14, 58, 0), "2 min ago"],
  [new Date(2026, 2, 14, 10, 30, 0), "4 h ago"],
  [new Date(2026, 2, 13, 23, 0, 0), "yesterday"],
  [new Date(2026, 1, 9, 12, 0, 0), "Feb 9"],
  [new Date(2025, 10, 9, 12, 0, 0), "Nov 9, 2025"],
])("%s is %s", (at, want) => expect(timeAgo(at, now, "en-US")).toBe(want));
