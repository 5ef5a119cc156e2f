package srcmd

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// Untitled is the title of a notebook whose file has an empty one.
const Untitled = "Untitled"

// Decode reads a whole file. A file without package.json or tsconfig.json gets the default one.
// newID names the prose and code cells in reading order; it has to return ids that
// notebook.CheckCellID accepts, each only once.
//
// The fault is CodeNotebookInvalid with all findings and their lines as its details.
func Decode(src []byte, newID func() notebook.CellID) (notebook.Notebook, error) {
	n, r := decode(src, newID)
	if err := r.findings.err(); err != nil {
		return notebook.Notebook{}, err
	}
	return n, nil
}

// DecodeCells reads a part of a file: prose and code in the same grammar without metadata and title.
// A heading of level 1 is prose here. A package.json comes as a Package cell where it stands, for
// the caller to merge. The fault is that of Decode.
func DecodeCells(src []byte, newID func() notebook.CellID) ([]notebook.Cell, error) {
	r := newReader(src, newID)
	r.fragment = true
	r.takeMetadata()
	r.read(r.blocks)
	if err := r.findings.err(); err != nil {
		return nil, err
	}
	return r.cells, nil
}

func decode(src []byte, newID func() notebook.CellID) (notebook.Notebook, *reader) {
	r := newReader(src, newID)
	m := r.metadata()
	front, rest := r.splitTitle()
	n := notebook.Notebook{Title: r.title, Language: m.language, Front: front, Metadata: m.unknown}
	if m.front != "" {
		n.Front = trim(m.front + "\n\n" + front)
	}
	r.read(rest)
	n.Cells = append(r.configuration(m), r.cells...)
	if len(n.Cells) > notebook.MaxCells {
		r.findings.add(0, "Split it into several notebooks.", "The file has %d cells; %d are allowed", len(n.Cells), notebook.MaxCells)
	}
	return n, r
}

// reader turns the blocks of one document into cells.
type reader struct {
	src      string
	blocks   []block
	newID    func() notebook.CellID
	findings *findings
	fragment bool

	title  string
	prose  []block // of the cell being read
	cells  []notebook.Cell
	pkg    *notebook.Cell
	linked map[notebook.CellID]bool // cells that are a link to a file
	files  map[string]int           // line of each file name, in lower case
}

func newReader(raw []byte, newID func() notebook.CellID) *reader {
	r := &reader{newID: newID, files: map[string]int{}, linked: map[notebook.CellID]bool{}}
	if len(raw) > notebook.MaxFileBytes {
		r.findings = &findings{unread: true}
		r.findings.add(0, "Split it into several notebooks.", "The file has %d bytes; %d are allowed", len(raw), notebook.MaxFileBytes)
		raw = nil
	}
	raw = bytes.TrimPrefix(raw, []byte("\uFEFF"))
	src := text.Lossy(string(raw)).String()
	if r.findings == nil {
		r.findings = &findings{src: src}
		r.checkUTF8(raw)
	}
	r.src, r.blocks = src, lex(src)
	return r
}

func (r *reader) checkUTF8(raw []byte) {
	if utf8.Valid(raw) {
		return
	}
	at := 0
	for at < len(raw) {
		c, size := utf8.DecodeRune(raw[at:])
		if c == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	before := text.Lossy(string(raw[:at])).String()
	r.findings.addLine(1+strings.Count(before, "\n"), "Save the file as UTF-8.", "The text is not UTF-8")
}

// takeMetadata removes the metadata from the blocks: the first comment that looks like it.
func (r *reader) takeMetadata() (b block, raw string, ok bool) {
	for i, b := range r.blocks {
		if b.kind != html {
			continue
		}
		if m := metadataComment.FindStringSubmatch(trim(r.src[b.start:b.end])); m != nil {
			rest := make([]block, 0, len(r.blocks)-1)
			r.blocks = append(append(rest, r.blocks[:i]...), r.blocks[i+1:]...)
			return b, m[1], true
		}
	}
	return block{}, "", false
}

func (r *reader) metadata() metadata {
	b, raw, ok := r.takeMetadata()
	if !ok {
		if !r.findings.unread {
			r.findings.addLine(1, `Begin the file with <!-- srcbook:{"language":"typescript"} -->.`, "The srcbook comment with the notebook's language is missing")
		}
		return metadata{}
	}
	m, found := parseMetadata(raw)
	for _, d := range found {
		r.findings.add(b.start, d.Fix, "%s", d.Message)
	}
	return m
}

// splitTitle finds the title and returns the text before it and the blocks after it.
func (r *reader) splitTitle() (front string, rest []block) {
	title := -1
	for i, b := range r.blocks {
		if b.kind == heading && b.depth == 1 {
			title = i
			break
		}
	}
	if title < 0 {
		if !r.findings.unread {
			r.findings.addLine(1, `Write the title as "# Title" under the srcbook comment.`, "The title is missing")
		}
		return "", r.blocks
	}
	b := r.blocks[title]
	r.title = cleanTitle(b.text)
	if err := notebook.CheckTitle(r.title); err != nil {
		f := fault.From(err)
		r.findings.add(b.start, f.Next, "%s", f.Message)
	}
	return r.front(r.blocks[:title]), r.blocks[title+1:]
}

// front is the text before the title as it stands there.
func (r *reader) front(blocks []block) string {
	var out strings.Builder
	for i, b := range blocks {
		if b.kind == heading && b.depth == 6 {
			r.findings.add(b.start, "Move the title to the top of the file.", "The cell %q stands before the title", b.text)
		}
		if i > 0 && b.start != blocks[i-1].end {
			out.WriteString("\n\n") // the metadata stood here
		}
		out.WriteString(r.src[b.start:b.end])
	}
	return trim(out.String())
}

// cleanTitle is a title as one line: the original's may have line breaks, tabs or nothing.
func cleanTitle(s string) string {
	s = trim(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return ' '
		}
		return c
	}, s))
	if blank(s) || strings.TrimSpace(s) == "" {
		return Untitled
	}
	return s
}

// configuration is the head of the notebook's cells.
func (r *reader) configuration(m metadata) []notebook.Cell {
	head := notebook.New("", m.language).Cells
	if r.pkg != nil {
		head[0].Text = r.pkg.Text
	}
	if m.language == notebook.TypeScript && m.tsconfig != nil {
		head[1].Text = text.Lossy(*m.tsconfig)
	}
	return head
}
