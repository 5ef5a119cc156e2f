package live

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// Outcome is what an accepted operation leads to. Entry is the operation as it was applied, rebased
// where it was late: this is what is journalled and broadcast, and applying it again to the same
// state gives the same result.
type Outcome struct {
	State   State
	Entry   Entry
	Effects []Effect
}

// Apply advances s by one entry. An error is a *fault.Error and means that nothing changed.
func Apply(s State, e Entry) (Outcome, error) {
	if _, _, err := e.ID.Split(); err != nil {
		return Outcome{}, err
	}
	if s.Seen(e.ID) {
		return Outcome{}, fault.New(fault.CodeConflict, "Operation %s was already accepted", e.ID)
	}
	next, effects, err := s.apply(&e)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{State: next.marked(e.ID), Entry: e, Effects: effects}, nil
}

func (s State) apply(e *Entry) (State, []Effect, error) {
	switch op := e.Op.(type) {
	case EditText:
		return s.editText(e, op)
	case InsertCell:
		return s.insertCell(op)
	case DeleteCell:
		return s.deleteCell(op, e)
	case RestoreCell:
		return s.restoreCell(op)
	case MoveCell:
		return s.moveCell(op)
	case RenameCell:
		return s.renameCell(op)
	case SetTitle:
		return s.setTitle(op)
	case StartRuns:
		return s.startRuns(op, e)
	case StopRun:
		return s.stopRun(op, e)
	case ClearOutput:
		return s.clearOutput(op)
	case AdvanceRun:
		return s.advanceRun(op, e)
	case SetCheckpoint:
		return s.setCheckpoint(e, op)
	case NoteRestore:
		return s, nil, nil
	default:
		return s, nil, fault.New(fault.CodeMessage, "%T is not an operation", e.Op)
	}
}

func (s State) editText(e *Entry, op EditText) (State, []Effect, error) {
	i, removed := s.index(op.Cell), -1
	var c *Cell
	if i >= 0 {
		c = s.Cells[i]
	} else if removed = s.removedIndex(op.Cell); removed >= 0 {
		c = s.Removed[removed].Cell
	} else {
		return s, nil, cellNotFound(op.Cell)
	}
	edited, applied, err := c.edit(e.ID, op)
	if err != nil {
		return s, nil, err
	}
	e.Op = applied
	if removed >= 0 {
		s.Removed = slices.Clone(s.Removed)
		s.Removed[removed] = &Removed{Cell: edited, After: s.Removed[removed].After, EditedBy: cmp.Or(e.Author, "Srcbook")}
		return s, nil, nil
	}
	return s.withCell(i, edited), []Effect{SyncFolder{}, SyncLibrary{}}, nil
}

// edit rebases op onto the cell's present version and applies it.
func (c *Cell) edit(id OpID, op EditText) (*Cell, EditText, error) {
	behind := c.Version - op.Base
	switch {
	case len(op.Changes) == 0:
		return nil, op, fault.New(fault.CodeChange, "The edit has no change")
	case behind < 0:
		return nil, op, fault.New(fault.CodeBaseUnknown, "Version %d of the cell does not exist; the latest is %d", op.Base, c.Version)
	case behind > len(c.Updates):
		return nil, op, fault.New(fault.CodeBaseTooOld, "Version %d of the cell is too far behind version %d", op.Base, c.Version)
	}
	if behind > 0 {
		over := make([]text.ChangeSet, behind)
		for i, u := range c.Updates[len(c.Updates)-behind:] {
			over[i] = u.Changes
		}
		rebased, err := text.Rebase(op.Changes, over)
		if err != nil {
			return nil, op, err
		}
		op.Changes, op.Base = rebased, c.Version
	}
	next := *c
	for _, change := range op.Changes {
		t, err := change.Apply(next.Text)
		if err != nil {
			return nil, op, err
		}
		if t.Bytes() > notebook.MaxCellBytes {
			return nil, op, fault.New(fault.CodeTooLarge, "The cell would be larger than %d MB", notebook.MaxCellBytes>>20)
		}
		next.Text, next.Version = t, next.Version+1
		next.Updates = append(next.Updates, Update{Op: id, Changes: change})
	}
	if len(next.Updates) > 2*maxUpdates {
		next.Updates = slices.Clone(next.Updates[len(next.Updates)-maxUpdates:])
	}
	return &next, op, nil
}

var runID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,40}$`)

func (s State) insertCell(op InsertCell) (State, []Effect, error) {
	if err := notebook.CheckCellID(op.Cell); err != nil {
		return s, nil, err
	}
	if s.index(op.Cell) >= 0 || s.removedIndex(op.Cell) >= 0 {
		return s, nil, fault.New(fault.CodeCellExists, "Cell %s exists already", op.Cell)
	}
	if len(s.Cells) >= notebook.MaxCells {
		return s, nil, fault.New(fault.CodeNotebookFull, "A notebook holds at most %d cells", notebook.MaxCells)
	}
	t, err := text.New(op.Text)
	if err != nil {
		return s, nil, err
	}
	if t.Bytes() > notebook.MaxCellBytes {
		return s, nil, fault.New(fault.CodeTooLarge, "A cell holds at most %d MB", notebook.MaxCellBytes>>20)
	}
	switch op.Kind {
	case notebook.Markdown:
		if op.Filename != "" {
			return s, nil, fault.New(fault.CodeCellKind, "A text cell has no file name")
		}
	case notebook.Code:
		if err := s.checkFilename(op.Filename, op.Cell); err != nil {
			return s, nil, err
		}
	case notebook.Package, notebook.TSConfig:
		return s, nil, fault.New(fault.CodeCellKind, "A notebook has exactly one %s", op.Kind)
	default:
		return s, nil, fault.New(fault.CodeCellKind, "%q is not a kind of cell", string(op.Kind))
	}
	c := &Cell{Cell: notebook.Cell{ID: op.Cell, Kind: op.Kind, Filename: op.Filename, Text: t}}
	return s.insert(s.positionAfter(op.After), c), []Effect{SyncFolder{}, SyncLibrary{}}, nil
}

func (s State) checkFilename(name string, self notebook.CellID) error {
	if err := notebook.CheckFilename(name); err != nil {
		return err
	}
	if other := s.CellByFilename(name); other != nil && other.ID != self {
		return fault.New(fault.CodeFilenameTaken, "Another cell is named %s", other.Filename)
	}
	return nil
}

// movable is the index of a cell that may be moved, deleted or renamed.
func (s State) movable(id notebook.CellID) (int, error) {
	i := s.index(id)
	if i < 0 {
		return 0, cellNotFound(id)
	}
	switch s.Cells[i].Kind {
	case notebook.Markdown, notebook.Code:
		return i, nil
	case notebook.Package, notebook.TSConfig:
		return 0, fault.New(fault.CodeCellKind, "%s stays where it is", id)
	default:
		return 0, fault.New(fault.CodeCellKind, "Cell %s is of an unknown kind", id)
	}
}

func (s State) deleteCell(op DeleteCell, e *Entry) (State, []Effect, error) {
	i, err := s.movable(op.Cell)
	if err != nil {
		return s, nil, err
	}
	effects := []Effect{SyncFolder{}, SyncLibrary{}}
	var after notebook.CellID
	if i > s.firstIndex() {
		after = s.Cells[i-1].ID
	}
	removed := append(slices.Clone(s.Removed), &Removed{Cell: s.Cells[i], After: after})
	if len(removed) > maxRemoved {
		removed = removed[1:]
	}
	for _, r := range s.Unfinished() {
		if r.Cell != op.Cell {
			continue
		}
		next, stop, err := s.stopRun(StopRun{Run: r.ID}, e)
		if err != nil {
			return s, nil, err
		}
		s, effects = next, append(effects, stop...)
	}
	s = s.remove(i)
	s.Removed = removed
	return s, effects, nil
}

func (s State) restoreCell(op RestoreCell) (State, []Effect, error) {
	i := s.removedIndex(op.Cell)
	if i < 0 {
		return s, nil, cellNotFound(op.Cell)
	}
	r := s.Removed[i]
	c := *r.Cell
	if c.Kind == notebook.Code {
		c.Filename = s.FreeFilename(c.Filename)
	}
	at := s.positionAfter(r.After)
	s.Removed = slices.Delete(slices.Clone(s.Removed), i, i+1)
	return s.insert(at, &c), []Effect{SyncFolder{}, SyncLibrary{}}, nil
}

// FreeFilename is notebook.FreeFilename among the present cells.
func (s State) FreeFilename(name string) string { return notebook.FreeFilename(s.Notebook(), name) }

func (s State) moveCell(op MoveCell) (State, []Effect, error) {
	i, err := s.movable(op.Cell)
	if err != nil {
		return s, nil, err
	}
	if op.After == op.Cell {
		return s, nil, nil
	}
	c := s.Cells[i]
	s = s.remove(i)
	return s.insert(s.positionAfter(op.After), c), []Effect{SyncFolder{}, SyncLibrary{}}, nil
}

func (s State) renameCell(op RenameCell) (State, []Effect, error) {
	i, err := s.movable(op.Cell)
	if err != nil {
		return s, nil, err
	}
	if s.Cells[i].Kind != notebook.Code {
		return s, nil, fault.New(fault.CodeCellKind, "Only code cells have a file name")
	}
	if err := s.checkFilename(op.Filename, op.Cell); err != nil {
		return s, nil, err
	}
	renamed := *s.Cells[i]
	renamed.Filename = op.Filename
	return s.withCell(i, &renamed), []Effect{SyncFolder{}, SyncLibrary{}}, nil
}

func (s State) setTitle(op SetTitle) (State, []Effect, error) {
	if err := notebook.CheckTitle(op.Title); err != nil {
		return s, nil, err
	}
	s.Title = op.Title
	return s, []Effect{SyncFolder{}, SyncLibrary{}}, nil
}

func cellNotFound(id notebook.CellID) error {
	return fault.New(fault.CodeCellNotFound, "There is no cell %s", id)
}
