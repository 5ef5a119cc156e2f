package ipynb

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// proseBlock is code that is shown and not run.
func proseBlock(language, source string) notebook.Cell {
	fence := "```"
	for strings.Contains(source, fence) {
		fence += "`"
	}
	source = strings.TrimSuffix(source, "\n")
	return notebook.Cell{Kind: notebook.Markdown, Text: text.Lossy(fence + language + "\n" + source + "\n" + fence)}
}

// splitTitle takes a heading of level 1 from the beginning of a text.
func splitTitle(s string) (title, rest string, ok bool) {
	first, rest, _ := strings.Cut(strings.TrimLeft(s, "\n"), "\n")
	heading, found := strings.CutPrefix(first, "# ")
	title = cleanTitle(strings.TrimRight(strings.TrimSpace(heading), "#"))
	if !found || notebook.CheckTitle(title) != nil {
		return "", "", false
	}
	return title, strings.Trim(rest, "\n"), true
}

// cleanTitle is a title on one line and of an allowed length.
func cleanTitle(s string) string {
	s = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s))
	if runes := []rune(s); len(runes) > notebook.MaxTitleRunes {
		s = strings.TrimSpace(string(runes[:notebook.MaxTitleRunes]))
	}
	return s
}

var attachment = regexp.MustCompile(`attachment:([^)\s"']+)`)

// withAttachments puts a cell's images in place of the references to them.
func withAttachments(source string, attachments map[string]map[string]lines) string {
	if len(attachments) == 0 {
		return source
	}
	return attachment.ReplaceAllStringFunc(source, func(reference string) string {
		for mime, data := range attachments[strings.TrimPrefix(reference, "attachment:")] {
			if strings.HasPrefix(mime, "image/") {
				return "data:" + mime + ";base64," + strings.ReplaceAll(string(data), "\n", "")
			}
		}
		return reference
	})
}

// addNote says at the head of the notebook what is different here.
func (r *reader) addNote() {
	var said []string
	if r.modules > 1 {
		said = append(said, "Each code cell is a module of its own here: export what another cell uses and import it there.")
	}
	if _, runs := r.kernelLanguage(); r.foreign > 0 && runs {
		said = append(said, "Commands to Jupyter are shown but cannot run here.")
	} else if r.foreign > 0 {
		said = append(said, fmt.Sprintf("The code in %s is shown but cannot run here.", r.foreignName()))
	}
	if len(said) == 0 {
		return
	}
	head := 1
	if r.n.Language == notebook.TypeScript {
		head = 2
	}
	note := notebook.Cell{
		ID: r.newID(), Kind: notebook.Markdown,
		Text: text.Lossy("> Imported from a Jupyter notebook. " + strings.Join(said, " ")),
	}
	cells := append([]notebook.Cell{}, r.n.Cells[:head]...)
	r.n.Cells = append(append(cells, note), r.n.Cells[head:]...)
}

func (r *reader) foreignName() string {
	if name := r.kernelName(); name != "text" {
		return strings.ToUpper(name[:1]) + name[1:]
	}
	return "other languages"
}
