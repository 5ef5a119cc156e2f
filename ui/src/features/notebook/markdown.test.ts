import { describe, expect, it } from "vitest";
import { headingsOf, renderMarkdown } from "./markdown.ts";

function html(source: string): string {
  const host = document.createElement("div");
  host.append(renderMarkdown(source, "c"));
  return host.innerHTML;
}

describe("renderMarkdown", () => {
  it("names the boxes of task lists by what they say", () => {
    const boxes = html("- [x] read\n- [ ] run").match(/aria-label="[^"]+"/g);
    expect(boxes).toEqual(['aria-label="Done"', 'aria-label="To do"']);
  });

  const inert: { name: string; source: string; not: RegExp }[] = [
    { name: "scripts", source: "<script>alert(1)</script>", not: /script/ },
    { name: "event handlers", source: "<b onclick='alert(1)'>x</b>", not: /onclick/ },
    { name: "javascript: links", source: "[x](javascript:alert(1))", not: /javascript/ },
    { name: "images over plain http", source: "![x](http://example.com/x.png)", not: /http:/ },
    { name: "style sheets", source: "<style>*{display:none}</style>", not: /style/ },
    { name: "inline styles", source: "<p style='position:fixed'>x</p>", not: /style/ },
    { name: "ids that could shadow ours", source: "<p id='root'>x</p>", not: /id=/ },
    { name: "frames", source: "<iframe src='https://x'></iframe>", not: /iframe/ },
    { name: "forms", source: "<form action='/api/x'><button>x</button></form>", not: /form|button/ },
  ];
  for (const { name, source, not } of inert) {
    it(`removes ${name}`, () => expect(html(source)).not.toMatch(not));
  }

  it("opens links in a tab that cannot reach back", () => {
    expect(html("[x](https://example.com)")).toContain('target="_blank" rel="noopener noreferrer"');
  });
  it("leaves maths to be drawn, and sums of money alone", () => {
    expect(html("$a^2$ costs $5 and $10")).toBe(
      '<p><span data-draw="inline-math">a^2</span> costs $5 and $10</p>\n',
    );
  });
  it("leaves diagrams to be drawn", () => {
    expect(html("```mermaid\ngraph LR\n```")).toBe('<div data-draw="mermaid">graph LR</div>');
  });
  it("gives headings the ids that the outline uses", () => {
    const source = "# One *two*\n\n## One two";
    expect(html(source)).toContain('<h1 id="c-one-two">');
    expect(headingsOf(source, "c")).toEqual([
      { level: 1, text: "One two", id: "c-one-two" },
      { level: 2, text: "One two", id: "c-one-two-2" },
    ]);
  });
});
