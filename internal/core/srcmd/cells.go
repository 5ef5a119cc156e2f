package srcmd

import (
	"regexp"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// read turns blocks into cells.
func (r *reader) read(blocks []block) {
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		switch {
		case b.kind == heading && b.depth == 1 && !r.fragment:
			r.endProse()
			if r.title != "" {
				r.findings.add(b.start, `Use "##" for the headings of sections.`, "There is a second title, %q", b.text)
			}
		case b.kind == heading && b.depth == 6:
			r.endProse()
			i += r.file(b, blocks[i+1:])
		case b.kind == separator:
			r.endProse()
		case b.kind == literal:
			r.endProse()
			r.addProse(b.start, b.text)
		case b.kind == printed: // a run prints it anew
			r.endProse()
		case b.kind == unclosed:
			what := map[string]string{markdownEnclosure: "prose cell", outputEnclosure: "output"}[b.text]
			r.findings.add(b.start, "Add "+markerEnd(b.text, "")+" (with the number of the first comment, if it has one) after the text.", "The %s that starts here has no end", what)
		default:
			r.prose = append(r.prose, b)
		}
	}
	r.endProse()
}

func (r *reader) endProse() {
	if len(r.prose) > 0 {
		r.addProse(r.prose[0].start, serialize(r.src, r.prose))
		r.prose = r.prose[:0]
	}
}

func (r *reader) addProse(at int, s string) {
	if blank(s) {
		return
	}
	r.checkSize(at, s)
	r.cells = append(r.cells, notebook.Cell{ID: r.newID(), Kind: notebook.Markdown, Text: text.Lossy(s)})
}

// file reads the block that belongs to the file name h and returns how many blocks it took.
func (r *reader) file(h block, blocks []block) int {
	taken := 0
	for taken < len(blocks) && blocks[taken].kind == space {
		taken++
	}
	if taken == len(blocks) {
		r.missingCode(h)
		return 0
	}
	b := blocks[taken]
	if b.kind == code {
		r.addFile(h, h.text, b.text, false)
		return taken + 1
	}
	if name, ok := soleLink(r.src[b.start:b.end]); ok && b.kind == paragraph {
		r.addFile(h, name, "", true)
		return taken + 1
	}
	r.missingCode(h)
	return 0
}

func (r *reader) missingCode(h block) {
	r.findings.add(h.start, `Add a fenced code block under it, or use fewer "#"s for a heading.`,
		"The heading %q has six #, which names a code cell, but no code block follows", h.text)
}

func (r *reader) addFile(h block, name, source string, linked bool) {
	r.checkSize(h.start, source)
	if name == string(notebook.PackageID) {
		r.addPackage(h, source, linked)
		return
	}
	if err := notebook.CheckFilename(name); err != nil {
		f := fault.From(err)
		r.findings.add(h.start, f.Next, "%s", f.Message)
		return
	}
	if first, taken := r.files[strings.ToLower(name)]; taken {
		r.findings.add(h.start, "Rename one of the two cells.", "The file name %s is already used on line %d", name, first)
		return
	}
	r.files[strings.ToLower(name)] = r.findings.line(h.start)
	c := notebook.Cell{ID: r.newID(), Kind: notebook.Code, Filename: name, Text: text.Lossy(source)}
	r.linked[c.ID] = linked
	r.cells = append(r.cells, c)
}

func (r *reader) addPackage(h block, source string, linked bool) {
	if first, again := r.files[string(notebook.PackageID)]; again {
		r.findings.add(h.start, "Merge it into the first one.", "There is a second package.json; the first is on line %d", first)
		return
	}
	r.files[string(notebook.PackageID)] = r.findings.line(h.start)
	if linked { // the link's file is not here
		source = notebook.DefaultPackage
	}
	c := notebook.Cell{ID: notebook.PackageID, Kind: notebook.Package, Filename: string(notebook.PackageID), Text: text.Lossy(source)}
	r.linked[c.ID] = linked
	if r.fragment {
		r.cells = append(r.cells, c)
		return
	}
	r.pkg = &c
}

func (r *reader) checkSize(at int, s string) {
	if len(s) > notebook.MaxCellBytes {
		r.findings.add(at, "Split the cell, or read its data from a file.", "The cell has %d bytes; %d are allowed", len(s), notebook.MaxCellBytes)
	}
}

var (
	inlineLink = regexp.MustCompile(`^\[((?:\\.|[^\[\]\\` + "`" + `])*)\]\(\s*(?:<[^<>\n]*>|[^\s()<>]*)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)$`)
	unescape   = strings.NewReplacer(`\[`, `[`, `\]`, `]`)
)

// soleLink is the text of the link that a paragraph consists of.
func soleLink(raw string) (name string, ok bool) {
	raw = strings.TrimRight(raw, "\n")
	if !strings.HasPrefix(raw, "[") {
		return "", false
	}
	m := inlineLink.FindStringSubmatch(raw)
	if m == nil {
		return "", false
	}
	return unescape.Replace(m[1]), true
}
