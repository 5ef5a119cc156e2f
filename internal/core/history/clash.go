package history

import (
	"fmt"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// Clash names what was changed in two ways since the notebook from: by the present state, and by the
// notebook to. It is "" when Restore can do to the present what leads from one to the other without
// mixing or losing what either side wrote. Cells are told apart by their ids; see Match.
func Clash(present live.State, from, to notebook.Notebook) string {
	if to.Title != from.Title && present.Title != from.Title && to.Title != present.Title {
		return "the title"
	}
	read := byID(to)
	for i := range from.Cells {
		was := &from.Cells[i]
		var here *notebook.Cell
		if c := present.Cell(was.ID); c != nil {
			here = &c.Cell
		}
		if clashing(was, here, read[was.ID]) {
			return nameOf(was)
		}
	}
	return ""
}

// clashing reports whether a cell went two ways; nil stands for one that was deleted.
func clashing(was, here, there *notebook.Cell) bool {
	switch {
	case here == nil && there == nil:
		return false
	case here == nil:
		return there.Text != was.Text
	case there == nil:
		return here.Text != was.Text
	default:
		return TextsClash(was.Text, here.Text, there.Text)
	}
}

// TextsClash reports whether two versions of a text cannot be brought together without mixing what was
// written at the same place.
func TextsClash(was, here, there text.Text) bool {
	if here == was || there == was || here == there {
		return false
	}
	return text.Touch(text.Diff(was, here), text.Diff(was, there))
}

func nameOf(c *notebook.Cell) string {
	if c.Filename == "" {
		return "the same text"
	}
	return fmt.Sprintf("the cell %s", c.Filename)
}
