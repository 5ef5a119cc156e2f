package history_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// sketch makes cells of words such as "a:p=text", "b:x.ts=code": id, file name or p for prose, text.
func sketch(words string) notebook.Notebook {
	n := notebook.New("T", notebook.TypeScript)
	for word := range strings.FieldsSeq(words) {
		id, rest, _ := strings.Cut(word, ":")
		name, body, _ := strings.Cut(rest, "=")
		c := notebook.Cell{ID: notebook.CellID(id), Kind: notebook.Markdown, Text: text.Lossy(body)}
		if name != "p" {
			c.Kind, c.Filename = notebook.Code, name
		}
		n.Cells = append(n.Cells, c)
	}
	return n
}

func TestMatch(t *testing.T) {
	tests := []struct{ name, known, read, want string }{
		{"nothing changed", "a:p=x b:x.ts=1", "1:p=x 2:x.ts=1", "a b"},
		{"edited code", "a:x.ts=1", "1:x.ts=2", "a"},
		{"renamed code", "a:x.ts=1 b:y.ts=2", "1:z.ts=1 2:y.ts=2", "a b"},
		{"edited prose", "a:p=x b:x.ts=1 c:p=y", "1:p=X 2:x.ts=1 3:p=y", "a b c"},
		{"prose between equal prose", "a:p=x b:p=x c:p=z", "1:p=x 2:p=x 3:p=Z", "a b c"},
		{"moved prose", "a:p=x b:x.ts=1", "1:x.ts=1 2:p=x", "b a"},
		{"a new cell in the middle", "a:x.ts=1 b:y.ts=2", "1:x.ts=1 2:p=new 3:y.ts=2", "a 2 b"},
		{"a removed cell", "a:p=x b:x.ts=1 c:p=y", "1:x.ts=1 2:p=y", "b c"},
		{"swapped files", "a:x.ts=1 b:y.ts=2", "1:y.ts=2 2:x.ts=1", "b a"},
		{"everything new", "a:p=x", "1:z.ts=9", "1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, c := range history.Match(sketch(test.known), sketch(test.read)).Cells[2:] {
				got = append(got, fmt.Sprint(c.ID))
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("got %s, want %s", s, test.want)
			}
		})
	}
}
