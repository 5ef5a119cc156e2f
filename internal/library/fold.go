package library

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Bounds of the work in the background.
const (
	foldEvery  = time.Hour
	foldFirst  = 2 * time.Minute // after the start, so that nobody waits for it
	foldShare  = 4               // for each second of work so many of rest
	minFold    = 100             // entries that are worth a fold
	maxFold    = 1_000           // entries that go at once, so that other writers wait for milliseconds
	foldPage   = 100             // workspaces that are listed at once
	maxDeltas  = 16              // revisions in a row that are stored relative to the one before
	wholeShare = 2               // a delta larger than this part of the whole is stored whole
)

// Serve folds what is old, now and then, until ctx ends. A fold that is cut short, also by the end
// of the process, changes nothing; what is left is done the next time.
func (h *History) Serve(ctx context.Context) {
	timer := time.NewTimer(foldFirst)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			h.foldAll(ctx)
			timer.Reset(foldEvery)
		}
	}
}

// foldAll folds every workspace, taking a small part of the time for it.
func (h *History) foldAll(ctx context.Context) {
	for last := ""; ctx.Err() == nil; {
		ids, err := h.Revisions.WorkspaceIDs(ctx, last, foldPage)
		if err != nil || len(ids) == 0 {
			return
		}
		for _, id := range ids {
			last = id
			for more := true; more && ctx.Err() == nil; {
				began := time.Now()
				if more, err = h.Fold(ctx, id); err != nil && ctx.Err() == nil {
					h.Log.Warn("journal not folded", "workspace", id, "error", err)
				}
				rest(ctx, foldShare*time.Since(began))
			}
		}
	}
}

func rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// Fold replaces a part of a workspace's journal that is older than KeepAll by the revisions to keep:
// the last one of each day and the named ones. It reports whether there is more to fold. The latest
// few hundred entries always stay, whatever their age.
func (h *History) Fold(ctx context.Context, id string) (more bool, err error) {
	floor, foldable, err := h.Journal.Extent(ctx, id)
	if err != nil || foldable-floor < minFold {
		return false, err
	}
	entries, more, err := h.foldableEntries(ctx, id, floor, foldable)
	if err != nil || len(entries) < minFold {
		return false, err
	}
	h.naming.Lock()
	defer h.naming.Unlock()
	named, err := h.names(ctx, id)
	if err != nil {
		return false, err
	}
	state, err := h.replayed(ctx, id, floor)
	if err != nil {
		return false, err
	}
	revisions, state, err := history.Fold(state, entries, named)
	if err != nil {
		return false, fmt.Errorf("fold workspace %s: %w", id, err)
	}
	rows, err := h.rows(ctx, id, floor, entries[0].At, revisions)
	if err != nil {
		return false, err
	}
	snapshot, err := live.EncodeSnapshot(state)
	if err != nil {
		return false, err
	}
	return more, h.Revisions.Fold(ctx, id, entries[len(entries)-1].Seq, snapshot, rows)
}

// foldableEntries are the entries to fold at once, whole days where that is possible.
func (h *History) foldableEntries(ctx context.Context, id string, floor, foldable int64) (entries []live.Entry, more bool, err error) {
	cutoff := history.Day(h.Now().Add(-h.KeepAll))
	all, err := h.Journal.Entries(ctx, id, floor, int(min(maxFold+1, foldable-floor)))
	if err != nil {
		return nil, false, err
	}
	n := 0
	for n < len(all) && all[n].At.Before(cutoff) {
		if all[n].Seq != floor+int64(n)+1 {
			return nil, false, fmt.Errorf("fold workspace %s: entry %d does not follow the snapshot", id, all[n].Seq)
		}
		n++
	}
	if n < len(all) {
		return all[:n], false, nil
	}
	// A day that goes on beyond what was read is left for the next time, unless it is all there is.
	last := n - 1
	for n > 0 && history.Day(all[n-1].At).Equal(history.Day(all[last].At)) {
		n--
	}
	if n == 0 {
		n = last
	}
	return all[:n], n >= minFold, nil
}

// names tells which revisions have a name, without opening the workspace.
func (h *History) names(ctx context.Context, id string) (func(seq int64) bool, error) {
	seq, _, err := h.Journal.SnapshotBefore(ctx, id, math.MaxInt64)
	if err != nil {
		return nil, err
	}
	steps, err := h.Journal.Steps(ctx, id, seq, math.MaxInt64, 1)
	if err != nil {
		return nil, err
	}
	if len(steps) > 0 {
		seq = steps[0].Seq
	}
	state, err := h.replayed(ctx, id, seq)
	if err != nil {
		return nil, err
	}
	return func(seq int64) bool { return state.Checkpoint(seq) != nil }, nil
}

// rows encodes revisions, each relative to the one before. The first ones of a workspace come after
// the notebook that it began with.
func (h *History) rows(ctx context.Context, id string, floor int64, began time.Time, revisions []history.Revision) ([]history.Kept, error) {
	before, err := h.Revisions.Kept(ctx, id, floor, maxDeltas+1)
	if err != nil {
		return nil, err
	}
	var rows []history.Kept
	var base notebook.Notebook
	deltas := 0
	if len(before) == 0 {
		first, n, err := h.first(ctx, id, floor, began)
		if err != nil {
			return nil, err
		}
		rows, base = append(rows, first), n
		before = rows
	} else {
		for deltas < len(before) && before[deltas].Base != before[deltas].Seq {
			deltas++
		}
		if base, err = h.kept(ctx, id, before[0].Seq); err != nil {
			return nil, err
		}
	}
	previous := before[0].Seq
	for _, r := range revisions {
		k, err := encodeKept(r, previous, base, deltas)
		if err != nil {
			return nil, err
		}
		if k.Base == k.Seq {
			deltas = 0
		} else {
			deltas++
		}
		rows = append(rows, k)
		previous, base = k.Seq, r.Notebook
	}
	return rows, nil
}

func (h *History) first(ctx context.Context, id string, floor int64, began time.Time) (history.Kept, notebook.Notebook, error) {
	state, err := h.replayed(ctx, id, floor)
	if err != nil {
		return history.Kept{}, notebook.Notebook{}, err
	}
	n := state.Notebook()
	whole, err := history.Encode(n, nil)
	return history.Kept{Seq: floor, From: floor, Base: floor, StartedAt: began, At: began, Content: whole}, n, err
}

func encodeKept(r history.Revision, previous int64, base notebook.Notebook, deltas int) (history.Kept, error) {
	k := r.Kept
	k.From, k.Base = previous, k.Seq
	whole, err := history.Encode(r.Notebook, nil)
	if err != nil {
		return k, err
	}
	delta, err := history.Encode(r.Notebook, &base)
	if err != nil {
		return k, err
	}
	k.Content = whole
	if deltas < maxDeltas && wholeShare*len(delta) < len(whole) {
		k.Base, k.Content = previous, delta
	}
	return k, nil
}
