package hub

import (
	"context"
	"errors"
	"slices"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// folderAuthor is who made the changes that come from the disk.
const folderAuthor = "Folder"

func (s *session) folderClient() live.ClientID { return live.ClientID("disk-" + s.hub.boot) }

// found is a file that another program changed.
type found struct {
	name    string
	content []byte // nil: it is gone
	text    text.Text
}

// bringIn turns what others changed on disk into operations. A file that cannot be taken over stays
// as it is, and is told of as a conflict.
func (m *mirror) bringIn(ctx context.Context, names []string) {
	var gone, present []found
	for _, name := range names {
		f, err := m.find(name)
		switch {
		case err != nil:
			m.conflict(name, err)
		case f.content == nil:
			gone = append(gone, f)
		default:
			present = append(present, f)
		}
	}
	gone, present = m.bringInRenames(ctx, gone, present)
	for _, f := range present {
		m.settle(f, m.bringInContent(ctx, f))
	}
	emptied := m.emptied(gone)
	for _, f := range gone {
		m.settle(f, m.bringInRemoval(ctx, f, emptied))
	}
}

func (m *mirror) find(name string) (found, error) {
	f := found{name: name}
	content, err := m.folder.Read(name)
	switch {
	case errors.Is(err, fault.CodeNotFound):
		return f, nil
	case err != nil:
		return f, err
	}
	f.content = append([]byte{}, content...)
	if f.text, err = text.New(string(content)); err != nil {
		err = fault.From(err).WithNext("Save the file as UTF-8 text; it is read again then.")
	}
	return f, err
}

// settle notes what became of a file.
func (m *mirror) settle(f found, err error) {
	if err == nil {
		err = m.folder.Accept(f.name, f.content)
	}
	switch {
	case err == errClosed, errors.Is(err, fault.CodeCanceled):
		return // it is found again when the workspace is opened again
	case err != nil:
		m.conflict(f.name, err)
		return
	}
	m.agree(f.name)
	if f.content == nil {
		delete(m.written, f.name)
	} else {
		m.written[f.name] = f.text
	}
}

// bringInContent edits the cell of a file, or makes one for a new module. Files that are none of
// ours are left alone.
func (m *mirror) bringInContent(ctx context.Context, f found) error {
	state := m.view.Load().state
	if c := cellAt(state, f.name); c != nil {
		return m.bringInEdit(ctx, c, f)
	}
	filename, ok := module(f.name)
	switch {
	case f.name == indexFile && m.hub.Index != nil:
		return m.bringInIndex(ctx, f)
	case !ok:
		return nil
	}
	if c := removedCell(state, filename); c != nil {
		ops := []live.Op{live.RestoreCell{Cell: c.ID}}
		if change := text.Diff(c.Text, f.text); !change.IsEmpty() {
			ops = append(ops, live.EditText{Cell: c.ID, Base: c.Version, Changes: []text.ChangeSet{change}})
		}
		return m.apply(ctx, ops...)
	}
	last := state.Cells[len(state.Cells)-1].ID
	return m.apply(ctx, live.InsertCell{
		Cell: newCellID(), After: last, Kind: notebook.Code,
		Filename: filename, Text: f.text.String(),
	})
}

// removedCell is the module that was deleted last under a file name.
func removedCell(s live.State, filename string) *live.Cell {
	for _, r := range slices.Backward(s.Removed) {
		if r.Cell.Kind == notebook.Code && r.Cell.Filename == filename {
			return r.Cell
		}
	}
	return nil
}

// bringInEdit merges: what the other program did to the text that we wrote is done to the text that
// the cell has now. An edit that comes in between is rebased over by the session. Where both changed the
// same place, or it is not known what was written, nobody can say which of them counts.
func (m *mirror) bringInEdit(ctx context.Context, c *live.Cell, f found) error {
	base, known := m.written[f.name]
	switch {
	case c.Text == f.text:
		return nil
	case f.text.Bytes() > notebook.MaxCellBytes:
		return fault.New(fault.CodeTooLarge, "The cell would be larger than %d MB", notebook.MaxCellBytes>>20)
	case !known && m.folder.Wrote(f.name, []byte(c.Text.String())):
		base = c.Text
	case !known || history.TextsClash(base, c.Text, f.text):
		return fault.New(fault.CodeFolderConflict, "%s was changed by another program, and so was the notebook", f.name)
	}
	change := text.Diff(base, f.text)
	if base != c.Text {
		var err error
		if change, err = change.Map(text.Diff(base, c.Text), false); err != nil {
			return err
		}
	}
	if change.IsEmpty() {
		return nil
	}
	return m.apply(ctx, live.EditText{Cell: c.ID, Base: c.Version, Changes: []text.ChangeSet{change}})
}

// bringInRemoval deletes the cell of a module that is gone, unless the cell was edited since it was
// written, or all modules are gone at once: then the files are written again.
func (m *mirror) bringInRemoval(ctx context.Context, f found, emptied bool) error {
	c := cellAt(m.view.Load().state, f.name)
	if c == nil || c.Kind != notebook.Code || emptied || m.written[f.name] != c.Text {
		return nil
	}
	return m.apply(ctx, live.DeleteCell{Cell: c.ID})
}

// emptied reports whether every module is gone, which is an accident rather than an edit.
func (m *mirror) emptied(gone []found) bool {
	modules := 0
	for _, c := range m.view.Load().state.Cells {
		if c.Kind != notebook.Code {
			continue
		}
		modules++
		if !slices.ContainsFunc(gone, func(f found) bool { return f.name == pathOf(&c.Cell) }) {
			return false
		}
	}
	return modules > 1
}

// bringInRenames finds modules that are gone under one name and there under another, unchanged. It
// returns the files that are left.
func (m *mirror) bringInRenames(ctx context.Context, gone, present []found) (goneStill, presentStill []found) {
	for _, g := range gone {
		state := m.view.Load().state
		c := cellAt(state, g.name)
		at := slices.IndexFunc(present, func(p found) bool {
			_, ok := module(p.name)
			return ok && cellAt(state, p.name) == nil && p.text == m.written[g.name]
		})
		if c == nil || c.Kind != notebook.Code || at < 0 {
			goneStill = append(goneStill, g)
			continue
		}
		filename, _ := module(present[at].name)
		err := m.apply(ctx, live.RenameCell{Cell: c.ID, Filename: filename})
		m.settle(g, err)
		m.settle(present[at], err)
		present = slices.Delete(slices.Clone(present), at, at+1)
	}
	return goneStill, present
}

func (m *mirror) apply(ctx context.Context, ops ...live.Op) error {
	_, err := m.do(ctx, &call{client: m.folderClient(), author: folderAuthor, ops: ops, reply: make(chan result, 1)})
	return err
}
