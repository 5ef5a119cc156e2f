package library

import (
	"context"
	"strings"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Restoration says what shall be brought back.
type Restoration struct {
	Seq  int64           // the revision
	Cell notebook.CellID // only this cell; "" for the whole notebook
	// Since, when positive, takes back what changed between Seq and Since, and keeps what changed
	// after. It is how a restoration is undone.
	Since int64
}

// Restored says what a restoration did. Before and After are the revisions around it, equal when
// there was nothing to do.
type Restored struct {
	Before, After int64
	Operations    int
}

// restoreAttempts bounds how often a restoration is planned anew because somebody changed the
// notebook's structure meanwhile. Edits of texts merge and need none.
const restoreAttempts = 5

// Restore brings a revision back by ordinary operations, as few and small as will do, all of them or
// none.
func (h *History) Restore(ctx context.Context, author, id string, r Restoration) (Restored, error) {
	to, err := h.revision(ctx, id, r.Seq)
	if err != nil {
		return Restored{}, err
	}
	var since *notebook.Notebook
	if r.Since > 0 {
		n, err := h.revision(ctx, id, r.Since)
		if err != nil {
			return Restored{}, err
		}
		since = &n
	}
	var done Restored
	for range restoreAttempts {
		done, err = h.restoreOnce(ctx, author, id, r, since, to)
		if !lostRace(err) {
			break
		}
	}
	return done, err
}

func (h *History) restoreOnce(ctx context.Context, author, id string, r Restoration, since *notebook.Notebook, to notebook.Notebook) (Restored, error) {
	state, head, err := h.sessions.State(ctx, id)
	if err != nil {
		return Restored{}, err
	}
	from := state.Notebook()
	if since != nil {
		from = *since
	}
	ops, err := history.Restore(state, from, to, r.Cell)
	if err != nil || len(ops) == 0 {
		return Restored{Before: head, After: head}, err
	}
	note := live.NoteRestore{Seq: r.Seq, Cell: r.Cell, Undo: since != nil}
	entries, err := h.sessions.Do(ctx, id, author, append([]live.Op{note}, ops...)...)
	if err != nil {
		return Restored{}, err
	}
	return Restored{Before: entries[0].Seq - 1, After: entries[len(entries)-1].Seq, Operations: len(ops)}, nil
}

// lostRace reports whether operations were refused because the notebook had changed.
func lostRace(err error) bool {
	if err == nil {
		return false
	}
	switch f := fault.From(err); f.Kind() {
	case fault.Conflict, fault.NotFound, fault.Invalid:
		return f.Code != fault.CodeStorageFence
	default:
		return false
	}
}

// Name gives a revision a name, which keeps it for good; an empty name takes it away.
func (h *History) Name(ctx context.Context, author, id string, seq int64, name string) error {
	if seq < 1 {
		return fault.New(fault.CodeInvalid, "The beginning of a notebook is always kept and has no name")
	}
	h.naming.Lock()
	defer h.naming.Unlock()
	if strings.TrimSpace(name) != "" {
		if _, err := h.revision(ctx, id, seq); err != nil {
			return err
		}
	}
	_, err := h.sessions.Do(ctx, id, author, live.SetCheckpoint{Seq: seq, Name: name})
	return err
}
