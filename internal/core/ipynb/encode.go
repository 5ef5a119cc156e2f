package ipynb

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Encode writes a valid notebook (see notebook.Validate) with the results of its cells. Its kernel
// is Deno, which runs both languages. Decode gives back the same notebook, without the results.
func Encode(n notebook.Notebook, results notebook.Results) []byte {
	f := file{Format: 4, Minor: 5, Metadata: metadata{
		Kernel:   &kernel{Name: "deno", DisplayName: "Deno", Language: "typescript"},
		Language: &language{Name: "typescript", Extension: ".ts", MIMEType: "text/x.typescript"},
		Title:    n.Title,
		Own:      ownOf(n),
	}}
	f.Cells = append(f.Cells, cell{Type: "markdown", ID: "title", Source: titleCell(n.Title)})
	for _, c := range n.Cells {
		switch c.Kind {
		case notebook.Markdown:
			f.Cells = append(f.Cells, cell{Type: "markdown", ID: string(c.ID), Source: lines(c.Text.String())})
		case notebook.Code:
			f.Cells = append(f.Cells, cell{
				Type: "code", ID: string(c.ID), Source: lines(c.Text.String()),
				Metadata:   cellMetadata{Own: &ownCell{Filename: c.Filename}},
				codeFields: codeFields{Outputs: outputsOf(results[c.ID])},
			})
		case notebook.Package, notebook.TSConfig: // in the metadata
		}
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ") // as Jupyter writes it
	if err := e.Encode(f); err != nil {
		panic(err) // strings, numbers and checked JSON encode
	}
	return out.Bytes()
}

// titleCell is the text of the first cell, which shows the title to those who do not read metadata.
func titleCell(title string) lines { return lines("# " + title) }

func ownOf(n notebook.Notebook) *own {
	o := &own{Language: string(n.Language), Front: n.Front}
	for _, c := range n.Cells {
		switch c.Kind {
		case notebook.Package:
			o.Package = c.Text.String()
		case notebook.TSConfig:
			o.TSConfig = c.Text.String()
		case notebook.Markdown, notebook.Code:
		}
	}
	for _, m := range n.Metadata {
		o.Unknown = append(o.Unknown, keyed(m))
	}
	return o
}

// outputsOf joins neighbours of one stream, as Jupyter does.
func outputsOf(r notebook.Result) outputs {
	all := outputs{}
	for _, c := range r.Chunks {
		name, text := "stdout", c.Text
		switch c.Stream {
		case "err":
			name = "stderr"
		case "cut":
			text = "\n[" + text + "]\n"
		}
		if last := len(all) - 1; last >= 0 && all[last].Name == name {
			all[last].Text += lines(text)
			continue
		}
		all = append(all, output{Type: "stream", Name: name, Text: lines(text)})
	}
	if r.Failure != "" {
		all = append(all, output{
			Type: "error", Error: "Error", Value: r.Failure, Traceback: strings.Split(r.Failure, "\n"),
		})
	}
	return all
}
