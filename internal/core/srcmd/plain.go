package srcmd

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// IsNotebook reports whether a Markdown file is one of ours, so that errors in it are errors, or any
// other Markdown, which DecodePlain reads.
func IsNotebook(src []byte) bool { return strings.Contains(string(src), "<!-- srcbook:") }

// EncodePlain writes a notebook as Markdown for other programs: without our comments, file names in
// bold above the code, and what the cells printed below it. DecodePlain reads it again, though not
// to the same cells.
func EncodePlain(n notebook.Notebook, results notebook.Results) []byte {
	parts := []string{encodeTitle(n.Title)}
	for _, c := range n.Cells {
		switch c.Kind {
		case notebook.TSConfig:
			continue
		case notebook.Markdown:
			if s := trim(c.Text.String()); s != "" {
				parts = append(parts, s)
			}
			continue
		case notebook.Package:
			if c.Text.String() == notebook.DefaultPackage {
				continue
			}
		case notebook.Code:
		}
		source := c.Text.String()
		ticks := strings.Repeat("`", fenceLength(source))
		parts = append(parts, "**"+c.Filename+"**", ticks+fenceLanguage(c)+"\n"+source+"\n"+ticks)
		parts = append(parts, resultBlocks(results[c.ID])...)
	}
	return []byte(strings.Join(parts, "\n\n") + "\n")
}

// DecodePlain reads Markdown that is no notebook. Its first heading of level 1 is the title, or else
// the title given. Fenced TypeScript and JavaScript become code cells, named by the line above them
// when that is only a file name; what stands between is prose. The fault is that of Decode.
func DecodePlain(src []byte, title string, newID func() notebook.CellID) (notebook.Notebook, error) {
	r := newReader(src, newID)
	p := plain{reader: r, n: notebook.New(title, notebook.JavaScript)}
	p.n.Cells = nil
	for _, b := range r.blocks {
		p.take(b)
	}
	r.endProse()
	p.n.Cells = append(p.configuration(), r.cells...)
	if len(p.n.Cells) > notebook.MaxCells {
		r.findings.add(0, "Split it into several notebooks.", "The file has %d cells; %d are allowed", len(p.n.Cells), notebook.MaxCells)
	}
	if err := r.findings.err(); err != nil {
		return notebook.Notebook{}, err
	}
	if p.n.Title = cleanTitle(p.n.Title); notebook.CheckTitle(p.n.Title) != nil {
		p.n.Title = string([]rune(p.n.Title)[:notebook.MaxTitleRunes])
	}
	return p.n, nil
}

// plain reads the blocks of a Markdown file of another program.
type plain struct {
	*reader
	n          notebook.Notebook
	titled     bool
	typescript bool
	unnamed    int
}

func (p *plain) take(b block) {
	if b.kind == heading && b.depth == 1 && !p.titled && p.cells == nil && onlySpace(p.prose) {
		p.titled, p.prose = true, p.prose[:0]
		p.n.Title = b.text
		return
	}
	if b.kind != code || b.depth == indented {
		if b.kind == literal || b.kind == printed || b.kind == separator || b.kind == unclosed {
			b.kind = html // our markers mean nothing here
		}
		p.prose = append(p.prose, b)
		return
	}
	first := firstLine(p.src[b.start:b.end])
	info := strings.ToLower(strings.TrimLeft(strings.TrimSpace(first), "`~"))
	name := p.nameAbove()
	ext := codeExtension(info)
	switch {
	case name == string(notebook.PackageID) && p.pkg == nil:
		p.forgetName()
		p.checkSize(b.start, b.text)
		p.pkg = &notebook.Cell{ID: notebook.PackageID, Kind: notebook.Package, Filename: name, Text: text.Lossy(b.text)}
	case ext == "":
		p.prose = append(p.prose, b)
	default:
		p.addCode(b, name, ext)
	}
}

func onlySpace(blocks []block) bool {
	for _, b := range blocks {
		if b.kind != space {
			return false
		}
	}
	return true
}

func (p *plain) addCode(b block, name, ext string) {
	if notebook.CheckFilename(name) == nil {
		p.forgetName()
	} else {
		p.unnamed++
		name = fmt.Sprintf("cell-%d.%s", p.unnamed, ext)
	}
	p.endProse()
	p.checkSize(b.start, b.text)
	name = notebook.FreeFilename(notebook.Notebook{Cells: p.cells}, name)
	p.typescript = p.typescript || notebook.LanguageOf(name) == notebook.TypeScript
	p.cells = append(p.cells, notebook.Cell{ID: p.newID(), Kind: notebook.Code, Filename: name, Text: text.Lossy(b.text)})
}

// codeExtension is the extension of a cell with code of a fence's language, "" for other languages.
func codeExtension(info string) string {
	language := strings.FieldsFunc(info, func(r rune) bool { return r == ' ' || r == '{' || r == ',' })
	if len(language) == 0 {
		return ""
	}
	return map[string]string{
		"typescript": "ts", "ts": "ts", "mts": "ts", "tsx": "tsx",
		"javascript": "js", "js": "js", "mjs": "js", "node": "js", "jsx": "jsx",
	}[language[0]]
}

var nameLine = regexp.MustCompile("^[*_`]{0,3}([A-Za-z0-9][\\w.-]*\\.[a-z]{2,4})[*_`]{0,3}:?[*_]{0,2}$")

// nameAbove is the file name that the paragraph before the present block consists of.
func (p *plain) nameAbove() string {
	i := len(p.prose) - 1
	for i >= 0 && p.prose[i].kind == space {
		i--
	}
	if i < 0 || p.prose[i].kind != paragraph {
		return ""
	}
	if m := nameLine.FindStringSubmatch(trim(p.src[p.prose[i].start:p.prose[i].end])); m != nil {
		return m[1]
	}
	return ""
}

// forgetName takes that paragraph out of the prose.
func (p *plain) forgetName() {
	for i := len(p.prose) - 1; i >= 0; i-- {
		name := p.prose[i].kind != space
		p.prose = p.prose[:i]
		if name {
			return
		}
	}
}

// configuration is the head of the cells; the notebook is in TypeScript unless all its code is not.
func (p *plain) configuration() []notebook.Cell {
	p.n.Language = notebook.JavaScript
	if p.typescript || len(p.cells) == 0 || !p.hasCode() {
		p.n.Language = notebook.TypeScript
	}
	head := notebook.New("", p.n.Language).Cells
	if p.pkg != nil {
		head[0].Text = p.pkg.Text
	}
	return head
}

func (p *plain) hasCode() bool {
	for _, c := range p.cells {
		if c.Kind == notebook.Code {
			return true
		}
	}
	return false
}
