package srcmd

import (
	"path"
	"strings"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Encode writes a valid notebook (see notebook.Validate) as a file. Decoding and encoding again
// gives the same bytes. All code is kept to the byte; prose loses white space around it, surplus
// blank lines outside code, and cells of nothing but white space; a tsconfig.json that is a JSON
// object loses its layout, and an unusual title its surrounding white space. Cell ids are not kept.
func Encode(n notebook.Notebook) []byte { return encode(n, inlineFile) }

// EncodeWithOutput writes a notebook as Encode does, and under each code cell what it printed, without
// colours. Readers of Markdown show it; Decode passes over it.
func EncodeWithOutput(n notebook.Notebook, results notebook.Results) []byte {
	return encode(n, func(c notebook.Cell) string {
		if printed := encodeResult(results[c.ID]); printed != "" {
			return inlineFile(c) + "\n\n" + printed
		}
		return inlineFile(c)
	})
}

// EncodeIndex writes the README.md of a notebook in a folder: as Encode, with links to
// package.json and src/<file> in place of their text.
func EncodeIndex(n notebook.Notebook) []byte { return encode(n, linkedFile) }

func encode(n notebook.Notebook, file func(notebook.Cell) string) []byte {
	front, carried := encodeFront(n.Front)
	var parts []string
	if front != "" {
		parts = append(parts, front)
	}
	parts = append(parts, encodeMetadata(n, carried), encodeTitle(n.Title))
	afterPlain := false
	last := lastCell(n.Cells)
	for i, c := range n.Cells[:last+1] {
		switch c.Kind {
		case notebook.TSConfig: // travels in the metadata
		case notebook.Package, notebook.Code:
			parts = append(parts, file(c))
			afterPlain = false
		case notebook.Markdown:
			if blank(c.Text.String()) {
				continue
			}
			s, plain := encodeProse(c.Text.String(), i == last)
			if plain && afterPlain {
				parts = append(parts, cellMarker)
			}
			parts = append(parts, s)
			afterPlain = plain
		}
	}
	return []byte(strings.Join(parts, "\n\n") + "\n")
}

// lastCell is the index of the last cell that is written.
func lastCell(cells []notebook.Cell) int {
	i := len(cells) - 1
	for i >= 0 && cells[i].Kind == notebook.Markdown && blank(cells[i].Text.String()) {
		i--
	}
	return i
}

// encodeFront is the front as it can stand before the metadata, or as it has to be carried in it.
func encodeFront(front string) (plain, carried string) {
	front = trim(front)
	if front == "" {
		return "", ""
	}
	if _, ok := reads(front, false); ok && !strings.Contains(front, "srcbook:") {
		return front, ""
	}
	return "", front
}

// encodeTitle writes the heading; a title that ends in "#"s gets a closing sequence, so that they are
// not taken for one.
func encodeTitle(title string) string {
	title = cleanTitle(title)
	if closingSequence(title) != title {
		title += " #"
	}
	return "# " + title
}

func inlineFile(c notebook.Cell) string {
	source := c.Text.String()
	ticks := strings.Repeat("`", fenceLength(source))
	return "###### " + c.Filename + "\n\n" + ticks + fenceLanguage(c) + "\n" + source + "\n" + ticks
}

func linkedFile(c notebook.Cell) string {
	return "###### " + c.Filename + "\n\n[" + c.Filename + "](./" + indexPath(c) + ")"
}

// fenceLength is the number of backticks that no line of source closes; three, as a rule.
func fenceLength(source string) int {
	length := 3
	if !strings.Contains(source, "```") {
		return length
	}
	for line := range strings.SplitSeq(source, "\n") {
		line = line[indent(line, 3):]
		n := run(line, '`')
		if n >= length && strings.Trim(strings.TrimLeft(line[n:], "`~"), " \t") == "" {
			length = n + 1
		}
	}
	return length
}

func fenceLanguage(c notebook.Cell) string {
	if c.Kind == notebook.Package {
		return "json"
	}
	if ext := path.Ext(c.Filename); ext == ".tsx" || ext == ".jsx" {
		return ext[1:]
	}
	return string(notebook.LanguageOf(c.Filename))
}
