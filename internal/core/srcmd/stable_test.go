package srcmd_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/core/text"
)

func TestRandomNotebooksKeepTheirBytes(t *testing.T) {
	seed := seedOf(t)
	rng := rand.New(rand.NewPCG(seed, 2))
	for range 5000 {
		n := randomNotebook(rng)
		if err := notebook.Validate(n); err != nil {
			t.Fatalf("the generator makes an invalid notebook: %v", detailsOf(err))
		}
		keepsBytes(t, n)
		if t.Failed() {
			return
		}
	}
}

// keepsBytes checks that encode∘decode∘encode is encode, and that only white space of prose and the
// layout of tsconfig.json are lost.
func keepsBytes(t *testing.T, n notebook.Notebook) {
	t.Helper()
	first := srcmd.Encode(n)
	again, err := srcmd.Decode(first, counter())
	if err != nil {
		t.Errorf("its own file is refused: %v\n%s", detailsOf(err), first)
		return
	}
	if err := notebook.Validate(again); err != nil {
		t.Errorf("reads an invalid notebook: %v\n%s", detailsOf(err), first)
	}
	if second := srcmd.Encode(again); string(second) != string(first) {
		t.Errorf("first\n%s\nsecond\n%s", first, second)
	}
	if got, want := essence(again), essence(n); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%q\nwant\n%q\nfile\n%s", got, want, first)
	}
}

// essence is what every notebook keeps in its file.
func essence(n notebook.Notebook) []string {
	kept := []string{string(n.Language), fmt.Sprint(len(n.Metadata))}
	for _, m := range n.Metadata {
		kept = append(kept, m.Key, string(m.Value))
	}
	kept = append(kept, squeeze(n.Title+n.Front, ""))
	for _, c := range n.Cells {
		s := c.Text.String()
		switch c.Kind {
		case notebook.Markdown:
			if s = squeeze(s, " "); s == "" {
				continue
			}
		case notebook.TSConfig:
			s = squeeze(s, "")
		case notebook.Package, notebook.Code: // every byte
		}
		kept = append(kept, string(c.Kind)+" "+c.Filename+" "+s)
	}
	return kept
}

// squeeze replaces white space, which a byte order mark counts as.
func squeeze(s, by string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "\uFEFF", " ")), by)
}

func randomNotebook(rng *rand.Rand) notebook.Notebook {
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	n := notebook.New(
		pick("Title", "C #", "#", "# a", "a\\#", "*x* `y` <b> & [l](u)", "  spaced  ", "\uFEFFbom", strings.Repeat("long ", 40), "- list", "a ##", "===", "💡 \u2028 x"),
		notebook.Language(pick("typescript", "javascript")),
	)
	if rng.IntN(3) == 0 {
		n.Front = pick("---\nkey: value\n---", "<!-- license -->", "text\n\n\n\nmore", "# heading", "```\nopen", "\uFEFFx", "<!-- srcbook:{} -->", "    code", "###### a.js\n\n```\n```", "<p")
	}
	if rng.IntN(3) == 0 {
		n.Metadata = append(n.Metadata, notebook.MetadataField{Key: "x-->\"é", Value: json.RawMessage(`{"a":[1.0,"-->"],"b":null}`)}, notebook.MetadataField{Key: "y", Value: json.RawMessage(`1e3`)})
	}
	n.Cells[0].Text = randomText(rng)
	if n.Language == notebook.TypeScript && rng.IntN(2) == 0 {
		n.Cells[1].Text = text.Lossy(pick("", "{}", "{\n\t\"a\": [1, 2.50, \"\\u0041 -->\"]\n}\n", "// comment\n{}", "null", "\"x\"", "[1]", "{", "  {\"z\": {}}  ", "-->"))
	}
	next := counter()
	for i := range rng.IntN(8) {
		c := notebook.Cell{ID: next(), Kind: notebook.Markdown, Text: randomText(rng)}
		if rng.IntN(2) == 0 {
			c.Kind, c.Filename = notebook.Code, fmt.Sprintf("f%d.%s", i, pick("ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"))
		}
		n.Cells = append(n.Cells, c)
	}
	return n
}

// randomText is lines of any kind, also such as could be taken for the borders of cells.
func randomText(rng *rand.Rand) text.Text {
	reserved := []string{
		"<!-- srcbook:cell -->", "<!-- srcbook:markdown -->", "<!-- /srcbook:markdown -->", "<!-- srcbook:markdown 2 -->",
		"<!-- /srcbook:markdown 2 -->", "<!-- /srcbook:markdown -->  ", `<!-- srcbook:{"language":"javascript"} -->`, "# Heading", "###### a.js",
		"###### package.json", "\uFEFF", "\u0085", "\u2028",
	}
	var lines []string
	for range rng.IntN(8) {
		switch rng.IntN(5) {
		case 0:
			lines = append(lines, reserved[rng.IntN(len(reserved))])
		case 1:
			lines = append(lines, wholes[rng.IntN(len(wholes))])
		default:
			lines = append(lines, fragments[rng.IntN(len(fragments))])
		}
		if rng.IntN(3) == 0 {
			lines = append(lines, make([]string, rng.IntN(4))...)
		}
	}
	return text.Lossy(strings.Join(lines, "\n"))
}
