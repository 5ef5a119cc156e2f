package hub

import (
	"context"
	"fmt"
	"reflect"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
)

// bringInIndex does to the state what another program did to the README.md that we wrote: the title, the
// prose, and which files are cells in which order. What was typed meanwhile stays; where the same text was
// changed on both sides, the file is left alone and told of.
func (m *mirror) bringInIndex(ctx context.Context, f found) error {
	state := m.view.Load().state
	base, ok := m.lastIndex(state)
	if !ok {
		return fault.New(fault.CodeFolderConflict, "%s was changed by another program, and so was the notebook", indexFile)
	}
	file := func(name string) ([]byte, error) {
		if c := cellAt(state, name); c != nil {
			return []byte(c.Text.String()), nil
		}
		content, err := m.folder.Read(name)
		if filename, ok := module(name); ok && err != nil {
			if c := removedCell(state, filename); c != nil {
				return []byte(c.Text.String()), nil
			}
		}
		return content, err
	}
	written, err := srcmd.DecodeIndex(base, file, newCellID)
	if err != nil {
		return fmt.Errorf("read the %s that was written: %w", indexFile, err)
	}
	read, err := srcmd.DecodeIndex(f.content, file, newCellID)
	if err != nil {
		return fault.From(err).WithNext("Correct the file; it is read again when it is saved.")
	}
	known := history.Match(state.Notebook(), written)
	read = history.Match(known, read)
	if err := indexConflict(state, known, read); err != nil {
		return err
	}
	ops, err := history.Restore(state, known, read, "")
	if err != nil || len(ops) == 0 {
		return err
	}
	return m.apply(ctx, ops...)
}

// lastIndex is the README.md that we wrote last. After a restart it is known only if it is the one of the
// present state.
func (m *mirror) lastIndex(state live.State) ([]byte, bool) {
	if t, known := m.written[indexFile]; known {
		return []byte(t.String()), true
	}
	index := m.hub.Index(state.Notebook())
	return index, m.folder.Wrote(indexFile, index)
}

// indexConflict tells what cannot be brought in: what was changed on both sides, and what no operation
// changes.
func indexConflict(state live.State, known, read notebook.Notebook) error {
	if read.Language != known.Language || read.Front != known.Front || !reflect.DeepEqual(read.Metadata, known.Metadata) {
		return fault.New(fault.CodeFolderConflict, "The head of %s was changed by another program", indexFile).
			WithNext("Take the change of its first lines back; the rest of the file comes in then.")
	}
	if read.Title != known.Title && state.Title != known.Title && read.Title != state.Title {
		return changedTwice("title")
	}
	for _, was := range known.Cells {
		here, there := state.Cell(was.ID), cellOf(read, was.ID)
		switch {
		case was.Kind != notebook.Markdown || here == nil || here.Text == was.Text:
		case there == nil, there.Text != was.Text && there.Text != here.Text:
			return changedTwice("same text")
		}
	}
	return nil
}

func changedTwice(what string) error {
	return fault.New(fault.CodeFolderConflict, "The %s was changed in %s and in the notebook", what, indexFile)
}

func cellOf(n notebook.Notebook, id notebook.CellID) *notebook.Cell {
	for i := range n.Cells {
		if n.Cells[i].ID == id {
			return &n.Cells[i]
		}
	}
	return nil
}
