package notebook

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/text"
)

// checkCell refuses a prose or code cell that could not stand in any notebook: a bad id, another
// kind, a bad file name, a file name on prose, or a text beyond MaxCellBytes.
func checkCell(c Cell) error {
	if err := CheckCellID(c.ID); err != nil {
		return err
	}
	switch c.Kind {
	case Code:
		if err := CheckFilename(c.Filename); err != nil {
			return err
		}
	case Markdown:
		if c.Filename != "" {
			return fault.New(fault.CodeCellKind, "A Markdown cell has no file name")
		}
	default:
		return fault.New(fault.CodeCellKind, "%q is not a kind of cell that can be added", string(c.Kind))
	}
	return checkSize(c.Text)
}

// ReservedMetadata reports whether a key of the file's metadata has a meaning of its own, so that it
// cannot be among the unknown ones of a notebook in this language.
func ReservedMetadata(key string, l Language) bool {
	return key == "language" || key == "front" || key == string(TSConfigID) && l == TypeScript
}

// Validate checks every rule of a whole notebook. The fault is CodeNotebookInvalid with all findings
// as its details; details have no line, as a notebook is not a file.
func Validate(n Notebook) error {
	var v validation
	v.add(CheckTitle(n.Title))
	v.add(CheckLanguage(n.Language))
	v.metadata(n)
	v.configuration(n)
	v.cells(n)
	if len(v.details) == 0 {
		return nil
	}
	return fault.New(fault.CodeNotebookInvalid, "The notebook breaks %d rules", len(v.details)).WithDetails(v.details...)
}

type validation struct{ details []fault.Detail }

func (v *validation) add(err error) {
	if err != nil {
		f := fault.From(err)
		v.details = append(v.details, fault.Detail{Message: f.Message, Fix: f.Next})
	}
}

func (v *validation) finding(fix, format string, args ...any) {
	v.details = append(v.details, fault.Detail{Message: fmt.Sprintf(format, args...), Fix: fix})
}

func (v *validation) metadata(n Notebook) {
	seen := map[string]bool{}
	for _, m := range n.Metadata {
		switch {
		case ReservedMetadata(m.Key, n.Language):
			v.finding("Use another key.", "The metadata key %q is reserved", m.Key)
		case seen[m.Key]:
			v.finding("Keep one of them.", "The metadata key %q appears twice", m.Key)
		case !json.Valid(m.Value):
			v.finding("Use a JSON value.", "The metadata of %q is not JSON", m.Key)
		}
		seen[m.Key] = true
	}
}

// head is the configuration cells that a notebook in a language begins with.
func head(l Language) []Cell { return New("", l).Cells }

func (v *validation) configuration(n Notebook) {
	for i, want := range head(n.Language) {
		if i >= len(n.Cells) || !sameRole(n.Cells[i], want) {
			v.finding("Put it there.", "Cell %d is not %s", i+1, want.ID)
			continue
		}
		v.add(checkSize(n.Cells[i].Text))
	}
}

func sameRole(a, b Cell) bool { return a.ID == b.ID && a.Kind == b.Kind && a.Filename == b.Filename }

func (v *validation) cells(n Notebook) {
	if len(n.Cells) > MaxCells {
		v.finding("Split the notebook in two.", "The notebook has %d cells; %d are allowed", len(n.Cells), MaxCells)
	}
	fixed := head(n.Language)
	ids, files := map[CellID]bool{}, map[string]bool{}
	for i, c := range n.Cells {
		if i < len(fixed) && sameRole(c, fixed[i]) {
			ids[c.ID] = true
			continue
		}
		if err := checkCell(c); err != nil {
			v.add(err)
			continue
		}
		if ids[c.ID] {
			v.finding("Give each cell its own id.", "Two cells have the id %s", c.ID)
		}
		name := strings.ToLower(c.Filename)
		if name != "" && files[name] {
			v.finding("Rename one of them.", "Two cells have the file name %s", c.Filename)
		}
		ids[c.ID], files[name] = true, true
	}
}

func checkSize(t text.Text) error {
	if len(t.String()) > MaxCellBytes {
		return fault.New(fault.CodeTooLarge, "The cell is larger than %d MB", MaxCellBytes>>20)
	}
	return nil
}
