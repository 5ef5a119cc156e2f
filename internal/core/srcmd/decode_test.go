package srcmd_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
)

const (
	js    = "<!-- srcbook:{\"language\":\"javascript\"} -->\n\n"
	ts    = "<!-- srcbook:{\"language\":\"typescript\"} -->\n\n"
	fence = "\n\n```js\n1\n```\n\n"
)

var update = flag.Bool("update", false, "write the golden files")

// Each testdata/<name>.src.md has a <name>.cells that shows what is read, and a <name>.encoded when it
// is written in another way than it came.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.src.md")
	if err != nil || len(paths) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, p := range paths {
		t.Run(filepath.Base(p), func(t *testing.T) {
			src, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			n, err := srcmd.Decode(src, counter())
			if err != nil {
				t.Fatal(err, detailsOf(err))
			}
			stem := strings.TrimSuffix(p, ".src.md")
			golden(t, stem+".cells", dump(n))
			if encoded := string(srcmd.Encode(n)); encoded != string(src) {
				golden(t, stem+".encoded", encoded)
			}
			keepsBytes(t, n)
		})
	}
}

func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s (write it with -update): got\n%s\nwant\n%s", path, got, want)
	}
}

func dump(n notebook.Notebook) string {
	var out strings.Builder
	fmt.Fprintf(&out, "title %q\nlanguage %s\nfront %q\n", n.Title, n.Language, n.Front)
	for _, m := range n.Metadata {
		fmt.Fprintf(&out, "metadata %q %s\n", m.Key, m.Value)
	}
	for _, c := range n.Cells {
		fmt.Fprintf(&out, "%s %s %q\n", c.Kind, c.ID, c.Filename)
		for line := range strings.SplitSeq(c.Text.String(), "\n") {
			fmt.Fprintf(&out, "    |%s|\n", line)
		}
	}
	return out.String()
}

func TestDecodeFindings(t *testing.T) {
	tests := []struct {
		name, src string
		want      []string // "line message"
	}{
		{"empty", "", []string{"1 The srcbook comment with the notebook's language is missing", "1 The title is missing"}},
		{"no title", js + "text", []string{"1 The title is missing"}},
		{"second title", js + "# A\n\ntext\n\n# B\n\nC\n===\n", []string{`7 There is a second title, "B"`, `9 There is a second title, "C"`}},
		{"long title", js + "# " + strings.Repeat("x", 201), []string{"3 The title is longer than 200 characters"}},
		{"cell before title", js + "###### a.js" + fence + "# A", []string{`3 The cell "a.js" stands before the title`}},
		{"second package", js + "# A\n\n###### package.json" + fence + "###### package.json" + fence, []string{"11 There is a second package.json; the first is on line 5"}},
		{"no code", js + "# A\n\n###### a.js\n\ntext\n\n###### b.js", []string{
			`5 The heading "a.js" has six #, which names a code cell, but no code block follows`,
			`9 The heading "b.js" has six #, which names a code cell, but no code block follows`,
		}},
		{"metadata is no object", "<!-- srcbook:[] -->\n# A", []string{"1 The srcbook comment does not hold a JSON object: it does not start with {"}},
		{"metadata is broken", "\n\n<!-- srcbook:{\"language\" -->\n# A", []string{"3 The srcbook comment does not hold a JSON object: it has no end"}},
		{"metadata goes on", "<!-- srcbook:{}{} -->\n# A", []string{"1 The srcbook comment does not hold a JSON object: there is text after }"}},
		{"no language", "<!-- srcbook:{} -->\n# A", []string{"1 The srcbook comment does not say the language"}},
		{"other language", "<!-- srcbook:{\"language\":\"python\"} -->\n# A", []string{`1 "python" is not a language of notebooks`}},
		{"front is no string", "<!-- srcbook:{\"language\":\"javascript\",\"front\":1} -->\n# A", []string{`1 "front" is not a JSON string`}},
		{"file names", js + "# A\n\n###### ../a.js" + fence + "###### src/b.js" + fence + "###### nul.js" + fence + "###### x.py" + fence, []string{
			`5 "../a.js" cannot be the file name of a cell`, `11 "src/b.js" cannot be the file name of a cell`,
			`17 "nul.js" is a device name on some systems`, `23 "x.py" cannot be the file name of a cell`,
		}},
		{"same file", js + "# A\n\n###### a.js" + fence + "###### A.js" + fence, []string{"11 The file name A.js is already used on line 5"}},
		{"not UTF-8", js + "# A\r\n\r\nb\r\n\xff\n\n# B", []string{"6 The text is not UTF-8", `8 There is a second title, "B"`}},
		{"too many cells", js + "# A\n\n" + strings.Repeat("x\n\n<!-- srcbook:cell -->\n\n", notebook.MaxCells), []string{"1 The file has 5001 cells; 5000 are allowed"}},
		{"large cell", js + "# A\n\n" + strings.Repeat("x", notebook.MaxCellBytes+1), []string{"5 The cell has 10485761 bytes; 10485760 are allowed"}},
		{"large file", strings.Repeat("x", notebook.MaxFileBytes+1), []string{"1 The file has 33554433 bytes; 33554432 are allowed"}},
		{"open prose", js + "# A\n\n<!-- srcbook:markdown -->\ntext", []string{"5 The prose cell that starts here has no end"}},
		{"everything", "<!-- srcbook:{\"language\":1} -->\ntext\n\n###### x", []string{
			"1 1 is not a language of notebooks", "1 The title is missing",
			`4 The heading "x" has six #, which names a code cell, but no code block follows`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := srcmd.Decode([]byte(tt.src), counter())
			if !errors.Is(err, fault.CodeNotebookInvalid) {
				t.Fatalf("got %v, want %s", err, fault.CodeNotebookInvalid)
			}
			var got []string
			for _, d := range detailsOf(err) {
				got = append(got, fmt.Sprintf("%d %s", d.Line, d.Message))
				if d.Fix == "" {
					t.Errorf("%q has no fix", d.Message)
				}
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestDecodeListsOnlySoManyFindings(t *testing.T) {
	_, err := srcmd.Decode([]byte(js+"# A\n\n"+strings.Repeat("###### x\n\n", 150)), counter())
	details := detailsOf(err)
	got := details[len(details)-1].Message
	if want := "50 more errors are not listed"; len(details) != 101 || got != want {
		t.Errorf("got %d details, the last %q; want 101, %q", len(details), got, want)
	}
}

func TestDecodeCells(t *testing.T) {
	got, err := srcmd.DecodeCells([]byte("# Heading\n\ntext\n\n###### a.ts\n\n```ts\n1\n```\n\n###### package.json\n\n```\n{}\n```\n"), counter())
	if err != nil {
		t.Fatal(err)
	}
	want := "title \"\"\nlanguage \nfront \"\"\nmarkdown c1 \"\"\n    |# Heading|\n    ||\n    |text|\ncode c2 \"a.ts\"\n    |1|\npackage package.json \"package.json\"\n    |{}|\n"
	if got := dump(notebook.Notebook{Cells: got}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := srcmd.DecodeCells([]byte("###### a.ts\n"), counter()); !errors.Is(err, fault.CodeNotebookInvalid) {
		t.Errorf("got %v, want %s", err, fault.CodeNotebookInvalid)
	}
	whole, err := srcmd.DecodeCells([]byte(ts+"text"), counter())
	if err != nil || len(whole) != 1 || whole[0].Text.String() != "text" {
		t.Errorf("a pasted file: got %v, %v", whole, err)
	}
}

func TestIndex(t *testing.T) {
	n, err := srcmd.Decode([]byte(ts+"# A\n\ntext\n\n###### a.ts\n\n```ts\nlet a\n```\n\n###### package.json\n\n```json\n{\"x\":1}\n```\n"), counter())
	if err != nil {
		t.Fatal(err)
	}
	readme := srcmd.EncodeIndex(n)
	want := ts + "# A\n\n###### package.json\n\n[package.json](./package.json)\n\ntext\n\n###### a.ts\n\n[a.ts](./src/a.ts)\n"
	if string(readme) != want {
		t.Errorf("got\n%s\nwant\n%s", readme, want)
	}
	folder := map[string]string{"package.json": `{"x":1}`, "src/a.ts": "let a", "tsconfig.json": notebook.DefaultTSConfig}
	read := func(path string) ([]byte, error) {
		if s, ok := folder[path]; ok {
			return []byte(s), nil
		}
		return nil, os.ErrNotExist
	}
	again, err := srcmd.DecodeIndex(readme, read, counter())
	if err != nil || !reflect.DeepEqual(again, n) {
		t.Errorf("got %v, %v, want %v", again, err, n)
	}
	delete(folder, "src/a.ts")
	_, err = srcmd.DecodeIndex(readme, read, counter())
	if details := detailsOf(err); len(details) != 1 || details[0].Line != 11 {
		t.Errorf("got %v, want one finding on line 11", details)
	}
}
