package notebook

import (
	"fmt"
	"slices"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/text"
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

// Retitle gives the notebook another title, or refuses it with CodeTitle.
func (n Notebook) Retitle(title string) (Notebook, error) {
	if err := CheckTitle(title); err != nil {
		return n, err
	}
	n.Title = title
	return n, nil
}

// Insert adds a Markdown or Code cell after another one; after "" means before all prose and code.
// Fails with CodeInvalid (id), CodeCellExists, CodeCellKind, CodeCellNotFound (after),
// CodeFilename, CodeFilenameTaken, CodeTooLarge and CodeNotebookFull.
func (n Notebook) Insert(c Cell, after CellID) (Notebook, error) {
	if err := CheckCell(c); err != nil {
		return n, err
	}
	if len(n.Cells) >= MaxCells {
		return n, fault.New(fault.CodeNotebookFull, "A notebook has at most %d cells", MaxCells)
	}
	if _, exists := n.Cell(c.ID); exists {
		return n, fault.New(fault.CodeCellExists, "There is a cell %s already", c.ID)
	}
	if err := n.checkFree(c.Filename, c.ID); err != nil {
		return n, err
	}
	at, err := n.position(after)
	if err != nil {
		return n, err
	}
	n.Cells = slices.Insert(slices.Clone(n.Cells), at, c)
	return n, nil
}

// Remove takes a Markdown or Code cell out. Fails with CodeCellNotFound and CodeCellKind.
func (n Notebook) Remove(id CellID) (Notebook, error) {
	i, err := n.movable(id)
	if err != nil {
		return n, err
	}
	n.Cells = slices.Delete(slices.Clone(n.Cells), i, i+1)
	return n, nil
}

// Move puts a Markdown or Code cell after another one; after "" means before all prose and code.
// Fails with CodeCellNotFound and CodeCellKind.
func (n Notebook) Move(id, after CellID) (Notebook, error) {
	i, err := n.movable(id)
	if err != nil || id == after {
		return n, err
	}
	rest := n
	rest.Cells = slices.Delete(slices.Clone(n.Cells), i, i+1)
	at, err := rest.position(after)
	if err != nil {
		return n, err
	}
	n.Cells = slices.Insert(rest.Cells, at, n.Cells[i])
	return n, nil
}

// RenameFile gives a code cell another file name. Fails with CodeCellNotFound, CodeCellKind,
// CodeFilename and CodeFilenameTaken.
func (n Notebook) RenameFile(id CellID, name string) (Notebook, error) {
	i, err := n.movable(id)
	if err != nil {
		return n, err
	}
	if n.Cells[i].Kind != Code {
		return n, fault.New(fault.CodeCellKind, "Only code cells have a file name to change")
	}
	if err := CheckFilename(name); err != nil {
		return n, err
	}
	if err := n.checkFree(name, id); err != nil {
		return n, err
	}
	n.Cells = slices.Clone(n.Cells)
	n.Cells[i].Filename = name
	return n, nil
}

// SetText replaces the text of any cell. Fails with CodeCellNotFound and CodeTooLarge.
func (n Notebook) SetText(id CellID, t text.Text) (Notebook, error) {
	i := n.index(id)
	if i < 0 {
		return n, cellNotFound(id)
	}
	if err := checkSize(t); err != nil {
		return n, err
	}
	n.Cells = slices.Clone(n.Cells)
	n.Cells[i].Text = t
	return n, nil
}

// FreeFilename is base, or base with the lowest number that makes it unused in n: a.ts, a-2.ts, …
func FreeFilename(n Notebook, base string) string {
	stem, ext := SplitFilename(base)
	name := base
	for i := 2; n.checkFree(name, "") != nil; i++ {
		name = fmt.Sprintf("%s-%d%s", stem, i, ext)
	}
	return name
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

// movable is the index of a prose or code cell; the configuration cells stay where they are.
func (n Notebook) movable(id CellID) (int, error) {
	i := n.index(id)
	if i < 0 {
		return 0, cellNotFound(id)
	}
	if k := n.Cells[i].Kind; k != Markdown && k != Code {
		return 0, fault.New(fault.CodeCellKind, "%s stays at the head of the notebook", id)
	}
	return i, nil
}

// position is the index that a cell placed after the given one gets.
func (n Notebook) position(after CellID) (int, error) {
	first := slices.IndexFunc(n.Cells, func(c Cell) bool { return c.Kind == Markdown || c.Kind == Code })
	if first < 0 {
		first = len(n.Cells)
	}
	if after == "" {
		return first, nil
	}
	i := n.index(after)
	if i < 0 {
		return 0, cellNotFound(after)
	}
	return max(i+1, first), nil
}

func (n Notebook) checkFree(name string, self CellID) error {
	if name == "" {
		return nil
	}
	if owner, taken := n.File(name); taken && owner.ID != self {
		return fault.New(fault.CodeFilenameTaken, "%s is the file of another cell", owner.Filename)
	}
	return nil
}

func cellNotFound(id CellID) error {
	return fault.New(fault.CodeCellNotFound, "There is no cell %s", id)
}
