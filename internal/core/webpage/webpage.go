package webpage

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

//go:embed page.gohtml
var source string

//go:embed page.css
var style string

var page = template.Must(template.New("page").Parse(source))

// view is what the template shows.
type view struct {
	Title    string
	Style    template.CSS
	Language string
	Packages string
	Cells    []cellView
}

// cellView is one cell; HTML of prose, or of code with its output.
type cellView struct {
	ID       string
	Filename string
	HTML     template.HTML
	Output   []outputView
	Failure  string
}

type outputView struct {
	Stream string
	HTML   template.HTML
}

// Encode writes a notebook with the results of its cells as an HTML document.
func Encode(n notebook.Notebook, results notebook.Results) ([]byte, error) {
	v := view{Title: n.Title, Style: template.CSS(style + codeStyle()), Language: string(n.Language)}
	r := newRenderer()
	texts := r.texts(n)
	for i, c := range n.Cells {
		switch c.Kind {
		case notebook.Package:
			v.Packages = dependencies(c.Text.String())
		case notebook.Markdown:
			html, err := r.html(texts[i])
			if err != nil {
				return nil, fmt.Errorf("prose of cell %s: %w", c.ID, err)
			}
			v.Cells = append(v.Cells, cellView{ID: string(c.ID), HTML: html})
		case notebook.Code:
			html, err := code(c.Text.String(), languageOf(c.Filename))
			if err != nil {
				return nil, fmt.Errorf("code of cell %s: %w", c.ID, err)
			}
			result := results[c.ID]
			v.Cells = append(v.Cells, cellView{ID: string(c.ID), Filename: c.Filename, HTML: html, Output: r.outputs(result.Chunks), Failure: result.Failure})
		case notebook.TSConfig: // says nothing to a reader
		}
	}
	var out bytes.Buffer
	if err := page.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("write page: %w", err)
	}
	return out.Bytes(), nil
}

// texts are the texts of a notebook, at the places of their cells, with ids for their headings and links that lead there.
func (r htmlRenderer) texts(n notebook.Notebook) []prose {
	var cells []string
	for _, c := range n.Cells {
		if c.Kind == notebook.Code || c.Kind == notebook.Markdown {
			cells = append(cells, string(c.ID))
		}
	}
	anchors, texts := newAnchors(cells...), make([]prose, len(n.Cells))
	for i, c := range n.Cells {
		if c.Kind == notebook.Markdown {
			texts[i] = r.parse(c.Text.String())
			anchors.name(string(c.ID), texts[i].root, texts[i].source)
		}
	}
	for _, text := range texts {
		if text.root != nil {
			anchors.link(text.root)
		}
	}
	return texts
}

// Prose turns Markdown into HTML that is safe within another page. It is safe for concurrent use.
type Prose struct{ renderer htmlRenderer }

// NewProse returns a Prose. Making one costs more than most texts.
func NewProse() Prose {
	r := newRenderer()
	r.policy.AllowRelativeURLs(false)
	return Prose{r}
}

// HTML is a Markdown text as HTML, which does not refer to addresses of the page that it stands in.
func (p Prose) HTML(source string) (string, error) {
	text := p.renderer.parse(source)
	anchors := newAnchors()
	anchors.name("", text.root, text.source)
	html, err := p.renderer.html(text)
	return string(html), err
}

// languageOf names the language of a file as its highlighter is called.
func languageOf(filename string) string {
	if strings.HasSuffix(filename, "x") {
		return "tsx"
	}
	return string(notebook.LanguageOf(filename))
}
