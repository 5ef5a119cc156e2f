package webpage_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// TestLinksLeadWithinThePage pins that what leads to a heading or a cell in the interface does so in an
// exported page.
func TestLinksLeadWithinThePage(t *testing.T) {
	n := notebook.New("Links", notebook.TypeScript)
	n.Cells = append(n.Cells,
		notebook.Cell{ID: "m", Kind: notebook.Markdown, Text: text.Lossy("# Setup\n\n## What's `new`?\n\n## Setup\n\n## Größe &amp; *mehr*")},
		notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "a.ts", Text: text.Lossy("1")},
		notebook.Cell{ID: "n", Kind: notebook.Markdown, Text: text.Lossy("## Setup")},
	)
	cases := []struct{ href, want string }{
		{"#setup", "#setup"},
		{"#m-setup", "#setup"},
		{"#setup-2", "#setup-2"},
		{"#n-setup", "#setup-3"},
		{"#what-s-new", "#what-s-new"},
		{"#whats-new", "#what-s-new"},
		{"#größe-mehr", "#gr%C3%B6%C3%9Fe-mehr"},
		{"#gr%C3%B6%C3%9Fe-mehr", "#gr%C3%B6%C3%9Fe-mehr"},
		{"#a", "#a"},
		{"#n-renamed", "#n"},
		{"#elsewhere", "#elsewhere"},
		{"https://example.com/#setup", "https://example.com/#setup"},
	}
	var links string
	for _, c := range cases {
		links += "[x](" + c.href + ")\n"
	}
	n.Cells = append(n.Cells, notebook.Cell{ID: "l", Kind: notebook.Markdown, Text: text.Lossy(links)})
	page := encode(t, n, nil)

	var ids []string
	for _, found := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		ids = append(ids, found[1])
	}
	if want := []string{"m", "setup", "what-s-new", "setup-2", "größe-mehr", "a", "n", "setup-3", "l"}; !slices.Equal(ids, want) {
		t.Errorf("got the ids %q, want %q", ids, want)
	}
	hrefs := regexp.MustCompile(` href="([^"]+)"`).FindAllStringSubmatch(page, -1)
	if len(hrefs) != len(cases) {
		t.Fatalf("got %d links, want %d", len(hrefs), len(cases))
	}
	for i, c := range cases {
		t.Run(c.href, func(t *testing.T) {
			if got := hrefs[i][1]; got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
