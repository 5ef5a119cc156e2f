import { describe, expect, it } from "vitest";
import { ansiSpans, plainText } from "./ansi.ts";

describe("ansiSpans", () => {
  const cases: { name: string; line: string; want: ReturnType<typeof ansiSpans> }[] = [
    { name: "plain text", line: "hello", want: [{ text: "hello", classes: "" }] },
    {
      name: "a colour and its end",
      line: "\x1b[32mok\x1b[39m done",
      want: [
        { text: "ok", classes: "ansi-fg-2" },
        { text: " done", classes: "" },
      ],
    },
    {
      name: "bold red",
      line: "\x1b[1;31mbad\x1b[0m",
      want: [{ text: "bad", classes: "ansi-fg-1 ansi-bold" }],
    },
    { name: "a colour of 256", line: "\x1b[38;5;196mred", want: [{ text: "red", classes: "ansi-fg-9" }] },
    {
      name: "a 24-bit colour",
      line: "\x1b[38;2;0;200;0mgreen",
      want: [{ text: "green", classes: "ansi-fg-2" }],
    },
    {
      name: "cursor movement",
      line: "a\x1b[2K\x1b[1Gb",
      want: [
        { text: "a", classes: "" },
        { text: "b", classes: "" },
      ],
    },
    { name: "a window title", line: "\x1b]0;owned\x07x", want: [{ text: "x", classes: "" }] },
    { name: "an unfinished sequence", line: "x\x1b[", want: [{ text: "x", classes: "" }] },
    { name: "a progress display", line: "10%\r50%\r100%", want: [{ text: "100%", classes: "" }] },
    {
      name: "a link",
      line: "\x1b]8;;https://example.com\x1b\\here\x1b]8;;\x1b\\.",
      want: [
        { text: "here", classes: "", href: "https://example.com" },
        { text: ".", classes: "" },
      ],
    },
    {
      name: "a link that would run code",
      line: "\x1b]8;;javascript:alert(1)\x07here",
      want: [{ text: "here", classes: "" }],
    },
    {
      name: "an address in the text",
      line: "see http://localhost:3000/a.",
      want: [
        { text: "see ", classes: "" },
        { text: "http://localhost:3000/a", classes: "", href: "http://localhost:3000/a" },
        { text: ".", classes: "" },
      ],
    },
  ];
  for (const { name, line, want } of cases) {
    it(name, () => expect(ansiSpans(line).map((s) => ({ ...s }))).toEqual(want));
  }
});

describe("plainText", () => {
  it("leaves only what is seen", () => expect(plainText("\x1b[1mx\x1b[0m y\r")).toBe("x y"));
});
