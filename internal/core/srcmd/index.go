package srcmd

import (
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// DecodeIndex reads a notebook that lies in a folder: readme is its README.md, and file returns the
// content of the file at a slash-separated path in the folder. Linked cells get their file's text;
// a TypeScript notebook gets tsconfig.json from the folder, or the default when file fails.
//
// The fault is that of Decode; a linked file that cannot be read is one of its findings.
func DecodeIndex(readme []byte, file func(path string) ([]byte, error), newID func() notebook.CellID) (notebook.Notebook, error) {
	n, r := decode(readme, newID)
	for i, c := range n.Cells {
		if c.Kind == notebook.TSConfig {
			if content, err := file(string(notebook.TSConfigID)); err == nil {
				n.Cells[i].Text = text.Lossy(string(content))
			}
			continue
		}
		if !r.linked[c.ID] {
			continue
		}
		content, err := file(indexPath(c))
		if err != nil {
			r.findings.addLine(r.files[strings.ToLower(c.Filename)], "Add the file, or take the cell out.", "The file %s of a cell cannot be read", indexPath(c))
			continue
		}
		r.checkFile(c, content)
		n.Cells[i].Text = text.Lossy(string(content))
	}
	if err := r.findings.err(); err != nil {
		return notebook.Notebook{}, err
	}
	return n, nil
}

func (r *reader) checkFile(c notebook.Cell, content []byte) {
	if len(content) > notebook.MaxCellBytes {
		r.findings.addLine(r.files[strings.ToLower(c.Filename)], fault.New(fault.CodeTooLarge, "").Next, "The file %s has %d bytes; %d are allowed", indexPath(c), len(content), notebook.MaxCellBytes)
	}
}

// indexPath is where a cell's file lies in the folder of its notebook.
func indexPath(c notebook.Cell) string {
	if c.Kind == notebook.Package {
		return c.Filename
	}
	return "src/" + c.Filename
}
