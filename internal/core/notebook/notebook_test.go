package notebook_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

func code(id notebook.CellID, name string) notebook.Cell {
	return notebook.Cell{ID: id, Kind: notebook.Code, Filename: name, Text: text.Lossy("1")}
}

func prose(id notebook.CellID) notebook.Cell {
	return notebook.Cell{ID: id, Kind: notebook.Markdown, Text: text.Lossy("text")}
}

// sample has a prose cell p, and code cells a (a.ts) and b (b.ts).
func sample() notebook.Notebook {
	n := notebook.New("Sample", notebook.TypeScript)
	n.Cells = append(n.Cells, prose("p"), code("a", "a.ts"), code("b", "b.ts"))
	return n
}

func TestFreeFilename(t *testing.T) {
	n := sample()
	for _, tt := range []struct{ base, want string }{{"c.ts", "c.ts"}, {"a.ts", "a-2.ts"}, {"A.ts", "A-2.ts"}} {
		if got := notebook.FreeFilename(n, tt.base); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.base, got, tt.want)
		}
	}
}

func TestValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(*notebook.Notebook)
		want   []string
	}{
		{"sample", func(*notebook.Notebook) {}, nil},
		{"title and language", func(n *notebook.Notebook) { n.Title, n.Language = "a\nb", "perl" }, []string{
			"The title has a line break or another control character", `"perl" is not a language of notebooks`, `"tsconfig.json" is not a cell id`,
		}},
		{"no configuration", func(n *notebook.Notebook) { n.Cells = n.Cells[2:] }, []string{"Cell 1 is not package.json", "Cell 2 is not tsconfig.json"}},
		{"metadata", func(n *notebook.Notebook) {
			n.Metadata = []notebook.MetadataField{{Key: "language", Value: json.RawMessage("1")}, {Key: "x", Value: json.RawMessage("1")}, {Key: "x", Value: json.RawMessage("2")}, {Key: "y"}}
		}, []string{`The metadata key "language" is reserved`, `The metadata key "x" appears twice`, `The metadata of "y" is not JSON`}},
		{"same id and file", func(n *notebook.Notebook) { n.Cells = append(n.Cells, code("a", "B.ts")) }, []string{"Two cells have the id a", "Two cells have the file name B.ts"}},
		{"second configuration", func(n *notebook.Notebook) { n.Cells = append(n.Cells, n.Cells[0]) }, []string{`"package.json" is not a cell id`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := sample()
			tt.change(&n)
			var got []string
			if err := notebook.Validate(n); err != nil {
				for _, d := range fault.From(err).Details {
					got = append(got, d.Message)
				}
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestCheckFilename(t *testing.T) {
	good := []string{"a.ts", "a.test.tsx", "_x.mjs", "A-1.cts", "1.js"}
	bad := []string{"", ".ts", "a", "a.json", "../a.ts", "a/b.ts", "a\\b.ts", "a..ts", "con.ts", "COM1.x.js", "a b.ts", "a.ts\n", "é.ts", strings.Repeat("a", 101) + ".ts"}
	for _, name := range good {
		if err := notebook.CheckFilename(name); err != nil {
			t.Errorf("%q: got %v", name, err)
		}
	}
	for _, name := range bad {
		if err := notebook.CheckFilename(name); !errors.Is(err, fault.CodeFilename) {
			t.Errorf("%q: got %v, want %s", name, err, fault.CodeFilename)
		}
	}
}
