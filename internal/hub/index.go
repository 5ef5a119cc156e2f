package hub

import (
	"context"
	"fmt"
	"reflect"
	"strings"

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
	written, err := m.readIndex(state, base)
	if err != nil {
		return fmt.Errorf("read the %s that was written: %w", indexFile, err)
	}
	read, err := m.readIndex(state, f.content)
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

// readIndex is the notebook that a README.md describes, with the texts that the cells have now.
func (m *mirror) readIndex(state live.State, content []byte) (notebook.Notebook, error) {
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
	return srcmd.DecodeIndex(content, file, newCellID)
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
	if !sameHead(known, read) {
		return fault.New(fault.CodeFolderConflict, "The head of %s was changed by another program", indexFile)
	}
	if what := history.Clash(state, known, read); what != "" {
		return changedTwice(what, indexFile)
	}
	return nil
}

// sameHead reports whether two notebooks are alike in what no operation changes.
func sameHead(a, b notebook.Notebook) bool {
	return a.Language == b.Language && a.Front == b.Front && reflect.DeepEqual(a.Metadata, b.Metadata)
}

func changedTwice(what, file string) error {
	message := fmt.Sprintf("%s was changed in %s and in the notebook", what, file)
	return fault.New(fault.CodeFolderConflict, "%s", strings.ToUpper(message[:1])+message[1:])
}
