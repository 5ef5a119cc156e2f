package library

import (
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// A new TypeScript notebook brings Node's types, pinned to a range so that it behaves tomorrow as it
// does today. Nothing else is needed: running and type checking come with Srcbook.
const starterPackage = `{
  "type": "module",
  "dependencies": {},
  "devDependencies": {
    "@types/node": "^20.19.0"
  }
}`

// starter is what a new notebook holds: its configuration and one empty code cell.
func starter(title string, language notebook.Language) notebook.Notebook {
	n := notebook.New(title, language)
	filename := "main.js"
	if language == notebook.TypeScript {
		filename = "main.ts"
		n.Cells[0].Text = text.Lossy(starterPackage)
	}
	n.Cells = append(n.Cells, notebook.Cell{ID: newCellID(), Kind: notebook.Code, Filename: filename})
	return n
}
