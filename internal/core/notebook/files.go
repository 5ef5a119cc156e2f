package notebook

import (
	"fmt"
	"slices"
)

// Cell finds a cell by its id.
func (n Notebook) Cell(id CellID) (Cell, bool) {
	i := n.index(id)
	if i < 0 {
		return Cell{}, false
	}
	return n.Cells[i], true
}

// File finds the cell that owns a file name, as a file system that ignores case would.
func (n Notebook) File(name string) (Cell, bool) {
	i := slices.IndexFunc(n.Cells, func(c Cell) bool { return c.Filename != "" && SameFile(c.Filename, name) })
	if i < 0 {
		return Cell{}, false
	}
	return n.Cells[i], true
}

// FreeFilename is base, or base with the lowest number that makes it unused in n: a.ts, a-2.ts, …
func FreeFilename(n Notebook, base string) string {
	stem, ext := SplitFilename(base)
	name := base
	for i := 2; ; i++ {
		if _, taken := n.File(name); !taken {
			return name
		}
		name = fmt.Sprintf("%s-%d%s", stem, i, ext)
	}
}

// Sources are the texts of the files that code sees, by their path in the workspace folder: the code
// cells below src/, package.json and tsconfig.json.
func (n Notebook) Sources() map[string]string {
	sources := make(map[string]string, len(n.Cells))
	for _, c := range n.Cells {
		switch c.Kind {
		case Code:
			sources["src/"+c.Filename] = c.Text.String()
		case Package, TSConfig:
			sources[c.Filename] = c.Text.String()
		case Markdown:
		}
	}
	return sources
}

func (n Notebook) index(id CellID) int {
	return slices.IndexFunc(n.Cells, func(c Cell) bool { return c.ID == id })
}
