package srcmd_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/core/text"
)

// shownPlain is a notebook without its configuration, a line for each cell.
func shownPlain(n notebook.Notebook) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", n.Title, n.Language)
	for _, c := range n.Cells {
		if c.Kind == notebook.Markdown || c.Kind == notebook.Code {
			fmt.Fprintf(&b, "%s %q\n", c.Filename, c.Text)
		}
	}
	return b.String()
}

func TestDecodePlain(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"empty", "", "file (typescript)\n"},
		{"prose", "# Title\n\nWords.\n\n## Part\n\nmore", "Title (typescript)\n \"Words.\\n\\n## Part\\n\\nmore\"\n"},
		{"code between prose", "# T\n\na\n\n```ts\nlet x = 1\n```\n\nb\n", "T (typescript)\n \"a\"\ncell-1.ts \"let x = 1\"\n \"b\"\n"},
		{"names above", "# T\n\n**a.ts**\n\n```ts\n1\n```\n\n`b.js`:\n\n```js\n2\n```\n\nc.tsx\n```tsx\n3\n```", "T (typescript)\na.ts \"1\"\nb.js \"2\"\nc.tsx \"3\"\n"},
		{"JavaScript alone", "```js\n1\n```\n", "file (javascript)\ncell-1.js \"1\"\n"},
		{"one name twice", "a.ts\n\n```ts\n1\n```\n\na.ts\n\n```ts\n2\n```\n", "file (typescript)\na.ts \"1\"\na-2.ts \"2\"\n"},
		{"other languages stay prose", "```sh\nnpm i\n```\n\n```\nplain\n```\n", "file (typescript)\n \"```sh\\nnpm i\\n```\\n\\n```\\nplain\\n```\"\n"},
		{"an info string with more", "```ts {1,2} title=x\n1\n```", "file (typescript)\ncell-1.ts \"1\"\n"},
		{"later titles are prose", "# A\n\n# B\n", "A (typescript)\n \"# B\"\n"},
		{"a title after prose is prose", "words\n\n# A\n", "file (typescript)\n \"words\\n\\n# A\"\n"},
		{"a sixth level names nothing", "###### a.ts\n\n```ts\n1\n```\n", "file (typescript)\n \"###### a.ts\"\ncell-1.ts \"1\"\n"},
		{"code in a list stays there", "- a\n\n  ```ts\n  1\n  ```\n", "file (typescript)\n \"- a\\n\\n  ```ts\\n  1\\n  ```\"\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n, err := srcmd.DecodePlain([]byte(test.src), "file", counter())
			if err != nil {
				t.Fatal(err)
			}
			if got := shownPlain(n); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			if err := notebook.Validate(n); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestEncodePlain(t *testing.T) {
	n := notebook.New("A", notebook.TypeScript)
	n.Cells[0].Text = text.Lossy(`{"dependencies":{"zod":"4"}}`)
	n.Cells = append(n.Cells,
		notebook.Cell{ID: "p", Kind: notebook.Markdown, Text: text.Lossy("words\n")},
		notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "a.ts", Text: text.Lossy("1")},
	)
	got := srcmd.EncodePlain(n, notebook.Results{"a": {Chunks: []notebook.Chunk{{Stream: "out", Text: "one\n"}}}})
	want := "# A\n\n**package.json**\n\n```json\n{\"dependencies\":{\"zod\":\"4\"}}\n```\n\nwords\n\n**a.ts**\n\n```typescript\n1\n```\n\n```text\none\n```\n"
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	again, err := srcmd.DecodePlain(got, "x", counter())
	if err != nil {
		t.Fatal(err)
	}
	if want := "A (typescript)\n \"words\"\na.ts \"1\"\n \"```text\\none\\n```\"\n"; shownPlain(again) != want || again.Cells[0].Text.String() != `{"dependencies":{"zod":"4"}}` {
		t.Errorf("read again as\n%s\nwith %s", shownPlain(again), again.Cells[0].Text)
	}
}

func FuzzDecodePlain(f *testing.F) {
	for _, s := range []string{"# A\n\n```ts\n1\n```", "<!-- srcbook:cell -->\n\n<!-- srcbook:markdown -->", "a.ts\n\n    code", "**a.ts**\n```js"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		n, err := srcmd.DecodePlain(src, "file", counter())
		if err != nil {
			return
		}
		if err := notebook.Validate(n); err != nil {
			t.Fatalf("an invalid notebook: %v", err)
		}
		if _, err := srcmd.Decode(srcmd.Encode(n), counter()); err != nil {
			t.Fatalf("cannot be written and read: %v", err)
		}
	})
}
