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

func order(n notebook.Notebook) string {
	var ids []string
	for _, c := range n.Cells {
		ids = append(ids, string(c.ID)+":"+c.Filename)
	}
	return strings.Join(ids, " ")
}

const head = "package.json:package.json tsconfig.json:tsconfig.json "

func TestEdits(t *testing.T) {
	type edit func(notebook.Notebook) (notebook.Notebook, error)
	insert := func(c notebook.Cell, after notebook.CellID) edit {
		return func(n notebook.Notebook) (notebook.Notebook, error) { return n.Insert(c, after) }
	}
	move := func(id, after notebook.CellID) edit {
		return func(n notebook.Notebook) (notebook.Notebook, error) { return n.Move(id, after) }
	}
	remove := func(id notebook.CellID) edit {
		return func(n notebook.Notebook) (notebook.Notebook, error) { return n.Remove(id) }
	}
	rename := func(id notebook.CellID, name string) edit {
		return func(n notebook.Notebook) (notebook.Notebook, error) { return n.RenameFile(id, name) }
	}
	tests := []struct {
		name string
		edit edit
		want string // order, or the code of the fault
	}{
		{"insert first", insert(code("c", "c.ts"), ""), head + "c:c.ts p: a:a.ts b:b.ts"},
		{"insert after configuration", insert(code("c", "c.ts"), notebook.PackageID), head + "c:c.ts p: a:a.ts b:b.ts"},
		{"insert after a cell", insert(prose("c"), "a"), head + "p: a:a.ts c: b:b.ts"},
		{"insert after nothing", insert(prose("c"), "x"), string(fault.CodeCellNotFound)},
		{"insert a known id", insert(prose("a"), ""), string(fault.CodeCellExists)},
		{"insert a taken file", insert(code("c", "A.TS"), ""), string(fault.CodeFilename)},
		{"insert a taken file in other case", insert(code("c", "A.ts"), ""), string(fault.CodeFilenameTaken)},
		{"insert a bad id", insert(prose("a.b"), ""), string(fault.CodeInvalid)},
		{"insert named prose", insert(notebook.Cell{ID: "c", Kind: notebook.Markdown, Filename: "c.ts"}, ""), string(fault.CodeCellKind)},
		{"insert configuration", insert(notebook.Cell{ID: "c", Kind: notebook.Package}, ""), string(fault.CodeCellKind)},
		{"move to the front", move("b", ""), head + "b:b.ts p: a:a.ts"},
		{"move down", move("p", "b"), head + "a:a.ts b:b.ts p:"},
		{"move after itself", move("a", "a"), head + "p: a:a.ts b:b.ts"},
		{"move configuration", move(notebook.PackageID, "a"), string(fault.CodeCellKind)},
		{"move nothing", move("x", "a"), string(fault.CodeCellNotFound)},
		{"move after nothing", move("a", "x"), string(fault.CodeCellNotFound)},
		{"remove", remove("a"), head + "p: b:b.ts"},
		{"remove configuration", remove(notebook.TSConfigID), string(fault.CodeCellKind)},
		{"rename", rename("a", "z.tsx"), head + "p: a:z.tsx b:b.ts"},
		{"rename in case only", rename("a", "A.ts"), head + "p: a:A.ts b:b.ts"},
		{"rename to a taken name", rename("a", "b.ts"), string(fault.CodeFilenameTaken)},
		{"rename to a bad name", rename("a", "../b.ts"), string(fault.CodeFilename)},
		{"rename prose", rename("p", "p.ts"), string(fault.CodeCellKind)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := sample()
			after, err := tt.edit(before)
			got := order(after)
			if err != nil {
				got = string(fault.From(err).Code)
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if !reflect.DeepEqual(before, sample()) {
				t.Errorf("the edit changed its receiver to %s", order(before))
			}
		})
	}
}

func TestSetText(t *testing.T) {
	n := sample()
	next, err := n.SetText("a", text.Lossy("2"))
	if err != nil {
		t.Fatal(err)
	}
	if c, _ := next.Cell("a"); c.Text.String() != "2" {
		t.Errorf("got %q, want 2", c.Text)
	}
	if !reflect.DeepEqual(n, sample()) {
		t.Error("the edit changed its receiver")
	}
	if _, err := n.SetText("x", text.Text{}); !errors.Is(err, fault.CodeCellNotFound) {
		t.Errorf("got %v, want %s", err, fault.CodeCellNotFound)
	}
	if _, err := n.SetText("a", text.Lossy(strings.Repeat("x", notebook.MaxCellBytes+1))); !errors.Is(err, fault.CodeTooLarge) {
		t.Errorf("got %v, want %s", err, fault.CodeTooLarge)
	}
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
