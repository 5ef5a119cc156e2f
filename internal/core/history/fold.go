package history

import (
	"fmt"
	"slices"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Revision is a notebook with what a timeline tells of how it came about.
type Revision struct {
	Kept
	Notebook notebook.Notebook
}

// Fold replays the entries that follow state and returns the revisions to keep: the last one of each
// day (UTC), the named ones, and the last of all. From and Base are left to the caller. It also
// returns the state that the entries lead to.
func Fold(state live.State, entries []live.Entry, named func(seq int64) bool) ([]Revision, live.State, error) {
	var kept []Revision
	var pending Kept // what happened since the last one
	keep := func() {
		kept = append(kept, Revision{Kept: pending, Notebook: state.Notebook()})
		pending = Kept{}
	}
	for _, e := range entries {
		changes := Changes(live.TypeOf(e.Op))
		if changes && pending.Edits > 0 && Day(e.At) != Day(pending.At) {
			keep()
		}
		out, err := live.Apply(state, e)
		if err != nil {
			return nil, state, fmt.Errorf("fold entry %d: %w", e.Seq, err)
		}
		state = out.State
		if changes {
			pending.count(e)
		}
		if named(e.Seq) {
			pending.reach(e)
			keep()
		}
	}
	if pending.Edits > 0 {
		keep()
	}
	return kept, state, nil
}

// count notes an entry that changed the notebook.
func (k *Kept) count(e live.Entry) {
	k.reach(e)
	k.Edits++
	if cell := live.CellOf(e.Op); cell != "" && !slices.Contains(k.Cells, cell) {
		k.Cells = append(k.Cells, cell)
	}
}

func (k *Kept) reach(e live.Entry) {
	if k.StartedAt.IsZero() {
		k.StartedAt = e.At
	}
	k.Seq, k.At = e.Seq, e.At
	if !slices.Contains(k.Authors, e.Author) {
		k.Authors = append(k.Authors, e.Author)
	}
}

// Day is the day of a time in UTC.
func Day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
