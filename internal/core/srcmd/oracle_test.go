package srcmd_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
)

const oracleDir = "../../../e2e/oracle/srcbook"

// reading is what a reader makes of a document.
type reading struct {
	Lossless bool     `json:"lossless"` // the blocks are the document
	Stable   bool     `json:"stable"`   // what it writes, it reads as the same cells
	Errors   []string `json:"errors"`
	Language string   `json:"language"`
	TSConfig string   `json:"tsconfig"`
	Cells    []cell   `json:"cells"`
	File     string   `json:"file"`
	Index    string   `json:"index"`
}

type cell struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Filename string `json:"filename"`
}

// original asks the original Srcbook for its readings of the documents.
func original(t *testing.T, documents []string) []reading {
	t.Helper()
	if _, err := os.Stat(filepath.Join(oracleDir, "node_modules", "srcbook")); err != nil {
		if os.Getenv("SRCBOOK_ORACLES") == "1" {
			t.Fatal("the original Srcbook is not installed: run make deps")
		}
		t.Skip("the original Srcbook is not installed: run make deps")
	}
	var in bytes.Buffer
	enc := json.NewEncoder(&in)
	for _, d := range documents {
		if err := enc.Encode(d); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("node", "decode.mjs")
	cmd.Dir, cmd.Stdin, cmd.Stderr = oracleDir, &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []reading
	lines := bufio.NewReader(bytes.NewReader(out))
	for range documents {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			t.Fatalf("answer %d of %d: %v", len(all)+1, len(documents), err)
		}
		var r reading
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func TestCorpusReadsAsTheOriginalReadsIt(t *testing.T) {
	var documents []string
	for _, src := range corpus(t) {
		documents = append(documents, string(src))
	}
	for i, want := range original(t, documents) {
		if len(want.Errors) > 0 || want.File == "" {
			t.Errorf("the original refuses document %d: %v", i, want.Errors)
		}
		compare(t, documents[i], want)
	}
}

func TestRandomDocumentsReadAsTheOriginalReadsThem(t *testing.T) {
	seed := seedOf(t)
	rng := rand.New(rand.NewPCG(seed, 1))
	documents := make([]string, 4000)
	for i := range documents {
		documents[i] = randomDocument(rng)
	}
	accepted := 0
	for i, want := range original(t, documents) {
		if len(want.Errors) == 0 {
			accepted++
		}
		if compare(t, documents[i], want); t.Failed() {
			return
		}
	}
	t.Logf("the original accepts %d of %d", accepted, len(documents))
	if accepted < len(documents)/4 {
		t.Error("the generator makes too few documents that the original accepts")
	}
}

// compare fails the test unless we read the document as the original does. What the original
// refuses or garbles may be read in any way.
func compare(t *testing.T, document string, want reading) {
	t.Helper()
	if len(want.Errors) > 0 || !want.Lossless {
		return
	}
	n, err := srcmd.Decode([]byte(document), counter())
	if stricter(want) {
		return
	}
	if err != nil {
		t.Errorf("the original accepts, we refuse with %v\n%q\n%s", detailsOf(err), document, document)
		return
	}
	ordered, wantOrdered := cellsOf(n), packageFirst(want.Cells, n)
	if got, want := fmt.Sprintf("%q", ordered), fmt.Sprintf("%q", wantOrdered); got != want {
		t.Errorf("got  %s\nwant %s\n%q\n%s", got, want, document, document)
	}
	if !want.Stable || want.Cells[0].Text == "" { // which we name
		return
	}
	if got := string(srcmd.Encode(n)); got != want.File {
		t.Errorf("written again: got\n%s\nwant\n%s\nof\n%q", got, want.File, document)
	}
	if got := string(srcmd.EncodeIndex(n)); got != want.Index {
		t.Errorf("index: got\n%s\nwant\n%s\nof\n%q", got, want.Index, document)
	}
}

// stricter says that our rules for file names refuse what the original takes.
func stricter(r reading) bool {
	seen := map[string]bool{}
	for _, c := range r.Cells {
		name := strings.ToLower(c.Filename)
		if c.Type == "code" && (notebook.CheckFilename(c.Filename) != nil || seen[name]) {
			return true
		}
		seen[name] = true
	}
	return false
}

func cellsOf(n notebook.Notebook) []cell {
	cells := []cell{{Type: "title", Text: n.Title}}
	for _, c := range n.Cells {
		kind := map[notebook.Kind]string{notebook.Package: "package.json", notebook.Markdown: "markdown", notebook.Code: "code"}[c.Kind]
		if c.Kind != notebook.TSConfig {
			cells = append(cells, cell{Type: kind, Text: c.Text.String(), Filename: c.Filename})
		}
	}
	return cells
}

// packageFirst is the original's cells as we order them: package.json is second, and there is one.
func packageFirst(cells []cell, n notebook.Notebook) []cell {
	pkg := cell{Type: "package.json", Text: notebook.DefaultPackage, Filename: "package.json"}
	var rest []cell
	for _, c := range cells[1:] {
		switch {
		case c.Type == "markdown" && c.Text == "": // of white space that its reader does not see
		case c.Type != "package.json":
			rest = append(rest, c)
		case c.Text != "" || n.Cells[0].Text.Len() == 0:
			pkg = c
		}
	}
	title := cells[0]
	title.Text = strings.Join(strings.FieldsFunc(title.Text, func(r rune) bool { return r == '\n' || r == '\t' }), " ")
	if title.Text == "" {
		title.Text = srcmd.Untitled
	}
	return append([]cell{title, pkg}, rest...)
}
