package srcmd_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// seedOf is a new seed for each test, or the one to repeat.
func seedOf(t *testing.T) uint64 {
	t.Helper()
	seed := rand.Uint64()
	if s := os.Getenv("SRCBOOK_SEED"); s != "" {
		if _, err := fmt.Sscan(s, &seed); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("seed %d (repeat with SRCBOOK_SEED)", seed)
	return seed
}

// fragments are the pieces that random documents are made of: every construct that decides where
// blocks begin and end, whole and broken.
var fragments = []string{
	"text", "more *text* here", "  indented text", "    code", "\tcode", "     deep", "", "", "", "   ", "\t", " \t ",
	"## Section", "### Sub ###", "##", "#tag", "####### seven", "  ## in", "    # code", "##\tTab",
	"===", "---", "--", "-", "=", "***", "* * *", "_ _ _", " ---", "    ---", "-- -", "+++",
	"```", "```js", "````", "~~~", "~~~~ md", "``` a`b", "  ```", "    ```", "``", "```~~", "~~~```", "```  ",
	"- item", "-", "- ", "-  ", "* item", "+ item", "1. one", "2. two", "1) one", "10. ten", "1234567890. no", "  - nested", "    - deeper",
	"   - three", "-item", "- - twice", "- ```", "- # head", "- > quote", "-\tTab", "- [ ] task", "-      far", "  continued", "    continued", "- ---",
	"> quote", ">", "> ", ">no space", "> > nested", "> - list", "> ```", "> ## h", "   > in", "    > code", ">\tTab", "> ===", "> 1. x", ">     code",
	"<div>", "</div>", "<div class=\"x\">", "<b>", "<b>text", "<br/>", "</b>", "<pre>", "</pre>", "<script>", "</script>", "<!-- note -->",
	"<!--", "-->", "<!-- a --> b", "<?php", "?>", "<!DOCTYPE x>", "<![CDATA[", "]]>", "<details>", "</details>", "<summary>x</summary>", "<h1>x</h1>",
	"  <div>", "<x-y a='b' c=d>", "<textarea", "<p", "<!-->", "<a href=\"u\">", "<1>", "<b >", "<prefix>", "<DIV>", "<P>", "<TABLE >",
	"| a | b |", "|---|---|", "a | b", "--|--", ":-:|-", "| a |", "|-|", ":--", "| 1 | 2 |", "a \\| b | c", "|:-|", "  | x | y", "--- | ---", "     a | b",
	"[label]: https://example.com", "[text](url)", "[x]", "![i](u)", "https://example.com", "* * text", "\\# no", "\u00a0", "\u00a0x", "é ü", "😀",
	"###### a.js", "###### b.ts", "###### a.js ######", "######", "# Second",
}

var wholes = []string{
	"###### a.js\n\n```javascript\nconst a = 1;\n```", "###### b.ts\n```ts\nlet b\n\n\n\n```", "###### c.mjs\n\n~~~\nx\n~~~",
	"###### d.cjs\n\n    indented\n\n\n    code", "###### e.cts\n\n[e.cts](./src/e.cts)", "###### f.mts\n\n  ```\n  a\n    b\n c\n  ```",
	"###### g.js\n\n```js\nunterminated", "###### h.js\n\n````md\n```js\n1\n```\n````", "###### i.js ###\n\n```\n```", "###### i2.js\n\n```\n\n```",
	"###### package.json\n\n```json\n{\"name\":\"x\"}\n```", "###### tsx.tsx\n\n```\n```", "###### bad name.js\n\n```\n1\n```",
	"- a\n- b\n\n  para\n- c", "> a\nb\n> c", "| a | b |\n|---|---|\n| 1 | 2 |", "<div>\n\n# no\n\n</div>", "<pre>\n\n# no\n\n</pre>",
	"Para\n## Head\nPara", "Two\nlines\n---", "```\n# not\n###### this\n```", "1. a\n   ```\n   ###### x\n   ```\n2. b",
	"a\n\n\n\n\nb", "    x\n\n\n\n    y", "## h\n\n\n\n\np", "<div>\na\n</div>\n\n\n\n\nb", "```\na\n\n\n\nb\n```", "- a\n\n\n\n- b", "- a\n\n\n\n  b",
	"<!-- multi\n\nline -->", "text\n<!-- c -->\ntext", "- x\nlazy\n\n- y", "> ```\nfoo\n===", "> - a\n# b", "> > a\nb", "- a\n  > q\nlazy",
}

// randomDocument is a document that is mostly a notebook, with anything in it.
func randomDocument(rng *rand.Rand) string {
	var out strings.Builder
	pick := func(list []string) string { return list[rng.IntN(len(list))] }
	breaks := func() string { return strings.Repeat("\n", 1+rng.IntN(3)+rng.IntN(2)*rng.IntN(3)) }
	out.WriteString(pick([]string{
		`<!-- srcbook:{"language":"javascript"} -->`, `<!-- srcbook:{"language":"typescript"} -->`, "<!--   srcbook:{\"language\":\"javascript\"}-->",
		`<!-- srcbook:{"language":"typescript","tsconfig.json":{"compilerOptions":{"strict":true,"lib":[],"types":["node"]},"x":{}}} -->`,
		"<!--\nsrcbook:{\"language\":\"typescript\"}\n-->",
	}) + breaks())
	out.WriteString(pick([]string{"# Title", "# *A* `B` #", "Setext\n===", "# C#", "#", "# A title that is longer than the limit of forty-four characters", "  # In", "Two\nlines\n==="}) + breaks())
	if rng.IntN(3) > 0 {
		out.WriteString("###### package.json\n\n```json\n{}\n```" + breaks())
	}
	for range rng.IntN(12) {
		switch rng.IntN(4) {
		case 0:
			out.WriteString(pick(wholes) + breaks())
		case 1:
			out.WriteString(pick(fragments) + breaks())
		default:
			for range 1 + rng.IntN(5) {
				out.WriteString(pick(fragments) + "\n")
			}
			out.WriteString(strings.Repeat("\n", rng.IntN(2)))
		}
	}
	document := out.String()
	if rng.IntN(4) == 0 {
		document = strings.TrimRight(document, "\n")
	}
	if rng.IntN(8) == 0 {
		document = strings.ReplaceAll(document, "\n", "\r\n")
	}
	return document
}
