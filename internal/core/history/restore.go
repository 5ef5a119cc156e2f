package history

import (
	"fmt"
	"slices"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

// Restore lists the operations that do to the present state what leads from one revision to
// another. With the present notebook as from, the outcome is the revision to; with an earlier one,
// what happened since from is kept. Each operation changes as little as it can, so that carets and
// the undo of others survive. cell, unless "", is the only one that is touched.
func Restore(present live.State, from, to notebook.Notebook, cell notebook.CellID) ([]live.Op, error) {
	r := restoration{state: detached(present), began: present, from: byID(from), to: byID(to), only: cell}
	if cell != "" && r.from[cell] == nil && r.to[cell] == nil {
		return nil, fault.New(fault.CodeCellNotFound, "There is no cell %s in that version", cell)
	}
	return r.run(from, to)
}

// restoration plans by applying each operation to a state of its own, as the session will.
type restoration struct {
	state    live.State
	began    live.State // before the first operation
	from, to map[notebook.CellID]*notebook.Cell
	only     notebook.CellID
	ops      []live.Op
	applied  uint64
	err      error
}

func (r *restoration) run(from, to notebook.Notebook) ([]live.Op, error) {
	if r.only == "" && from.Title != to.Title {
		r.apply(live.SetTitle{Title: to.Title})
	}
	r.remove(from)
	r.rename(to)
	r.arrange(from, to)
	r.edit(to)
	return r.ops, r.err
}

// detached is a state that can be advanced beside the live one: it has the same cells and shares no
// history with them, which may only grow along one line.
func detached(s live.State) live.State {
	alone := func(c *live.Cell) *live.Cell {
		copied := *c
		copied.Updates = nil
		return &copied
	}
	cells, removed := make([]*live.Cell, len(s.Cells)), make([]*live.Removed, len(s.Removed))
	for i, c := range s.Cells {
		cells[i] = alone(c)
	}
	for i, r := range s.Removed {
		removed[i] = &live.Removed{Cell: alone(r.Cell), After: r.After}
	}
	s.Cells, s.Removed, s.Runs = cells, removed, nil
	return s
}

// planner is who the planned operations belong to; it never meets a journal.
const planner live.ClientID = "plan"

func (r *restoration) apply(op live.Op) {
	if r.try(op) {
		r.ops = append(r.ops, op)
	}
}

func (r *restoration) try(op live.Op) bool {
	if r.err != nil {
		return false
	}
	r.applied++
	out, err := live.Apply(r.state, live.Entry{ID: live.NewOpID(planner, r.applied), At: time.Unix(0, 0), Op: op})
	if err != nil {
		r.err = fmt.Errorf("restore by %s: %w", live.TypeOf(op), err)
		return false
	}
	r.state = out.State
	return true
}

func (r *restoration) concerns(id notebook.CellID) bool { return r.only == "" || r.only == id }

// remove deletes the cells that the revision does not have.
func (r *restoration) remove(from notebook.Notebook) {
	for _, c := range from.Cells {
		if r.concerns(c.ID) && movable(c.Kind) && r.to[c.ID] == nil && r.state.Cell(c.ID) != nil {
			r.apply(live.DeleteCell{Cell: c.ID})
		}
	}
}

func movable(k notebook.Kind) bool { return k == notebook.Markdown || k == notebook.Code }

// rename gives cells their file names back.
func (r *restoration) rename(to notebook.Notebook) {
	for _, c := range to.Cells {
		was := r.from[c.ID]
		if !r.concerns(c.ID) || c.Kind != notebook.Code || was == nil || was.Filename == c.Filename {
			continue
		}
		if r.state.Cell(c.ID) != nil {
			r.renameTo(c.ID, r.claim(c))
		}
	}
}

// claim is the file name for a cell of the revision: its own, which another cell of the revisions
// gives up, or one like it when that belongs to a cell that has nothing to do with them.
func (r *restoration) claim(c notebook.Cell) string {
	holder := r.state.CellByFilename(c.Filename)
	switch {
	case holder == nil || holder.ID == c.ID:
		return c.Filename
	case r.only != "" || r.from[holder.ID] == nil && r.to[holder.ID] == nil:
		return r.state.FreeFilename(c.Filename)
	default:
		r.renameTo(holder.ID, r.state.FreeFilename(c.Filename))
		return c.Filename
	}
}

// renameTo also plans with the edits of imports that the session adds to a renaming.
func (r *restoration) renameTo(id notebook.CellID, filename string) {
	old := r.state.Cell(id).Filename
	if r.err != nil || old == filename {
		return
	}
	r.apply(live.RenameCell{Cell: id, Filename: filename})
	for _, edit := range live.FollowRename(r.state, old, filename) {
		r.try(edit)
	}
}

// arrange brings the cells back that the present state lacks, and puts those that left their order
// behind the neighbour that they had. What comes before a cell is in its place already.
func (r *restoration) arrange(from, to notebook.Notebook) {
	steady := steadyOrder(from, to)
	after := notebook.CellID("")
	for _, c := range to.Cells {
		if !movable(c.Kind) || r.err != nil {
			continue
		}
		switch present := r.state.Cell(c.ID) != nil; {
		case !r.concerns(c.ID):
		case !present && r.from[c.ID] == nil:
			r.bringBack(c, after)
		case present && !steady[c.ID] && r.only == "":
			r.place(c.ID, after)
		}
		if r.state.Cell(c.ID) != nil {
			after = c.ID
		}
	}
}

// bringBack takes a cell from among the deleted ones, which keep their text's history, or makes it
// anew.
func (r *restoration) bringBack(c notebook.Cell, after notebook.CellID) {
	filename := ""
	if c.Kind == notebook.Code {
		filename = r.claim(c)
	}
	if slices.ContainsFunc(r.state.Removed, func(d *live.Removed) bool { return d.Cell.ID == c.ID }) {
		r.apply(live.RestoreCell{Cell: c.ID})
		if r.err == nil && c.Kind == notebook.Code {
			r.renameTo(c.ID, filename)
		}
		r.place(c.ID, after)
		return
	}
	r.apply(live.InsertCell{Cell: c.ID, After: after, Kind: c.Kind, Filename: filename, Text: c.Text.String()})
}

// place moves a cell behind another one unless it stands there.
func (r *restoration) place(id, after notebook.CellID) {
	if r.err == nil && r.predecessor(id) != after {
		r.apply(live.MoveCell{Cell: id, After: after})
	}
}

func (r *restoration) predecessor(id notebook.CellID) notebook.CellID {
	i := slices.IndexFunc(r.state.Cells, func(c *live.Cell) bool { return c.ID == id })
	if i < 1 || !movable(r.state.Cells[i-1].Kind) {
		return ""
	}
	return r.state.Cells[i-1].ID
}

// edit gives the cells their text back.
func (r *restoration) edit(to notebook.Notebook) {
	for _, c := range to.Cells {
		present := r.state.Cell(c.ID)
		if !r.concerns(c.ID) || present == nil || r.err != nil {
			continue
		}
		want, err := r.text(present, c)
		if err != nil {
			r.err = fmt.Errorf("restore cell %s: %w", c.ID, err)
			return
		}
		if change := text.Diff(present.Text, want); !change.IsEmpty() {
			r.apply(live.EditText{Cell: c.ID, Base: present.Version, Changes: []text.ChangeSet{change}})
		}
	}
}

// text is what a cell shall hold: the revision's text, or, where the cell was edited since the
// revision from, what led from one revision to the other done to what it holds.
func (r *restoration) text(present *live.Cell, to notebook.Cell) (text.Text, error) {
	was, began := r.from[to.ID], r.began.Cell(to.ID)
	switch {
	case was == nil || began == nil || was.Text == began.Text:
		return to.Text, nil
	case was.Text == to.Text:
		return present.Text, nil
	}
	change, err := text.Diff(was.Text, to.Text).Map(text.Diff(was.Text, began.Text), false)
	if err != nil {
		return text.Text{}, err
	}
	return change.Apply(began.Text)
}

// Detour lists the operations that make the present state the notebook to, and those that lead back from
// there, so that to becomes one of the revisions. Both hold for this very state only.
func Detour(present live.State, to notebook.Notebook) (there, back []live.Op, err error) {
	out := restoration{state: detached(present), began: present, from: byID(present.Notebook()), to: byID(to)}
	if there, err = out.run(present.Notebook(), to); err != nil {
		return nil, nil, err
	}
	out.state.Clients = nil // the way back is counted anew
	back, err = Restore(out.state, out.state.Notebook(), present.Notebook(), "")
	return there, back, err
}
