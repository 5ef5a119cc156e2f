package library

import (
	"context"
	"slices"

	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/live"
)

// Bounds of a page of the timeline.
const (
	maxGroups = 100
	stepsPage = 2_000
	maxSteps  = 40_000 // entries that are looked through for a page
)

// Item is a row of a timeline.
type Item struct {
	history.Group
	Name string // what somebody called the revision, or ""
	// Folded says that only the last revision of the group is kept.
	Folded bool
}

// Timeline is a page of a notebook's history, the newest first. Next is what to ask for before; 0
// when the page reaches the beginning.
type Timeline struct {
	Items []Item
	Next  int64
	Head  int64
}

// Timeline lists the revisions before seq, all when it is 0, in groups.
func (h *History) Timeline(ctx context.Context, id string, before int64, limit int) (Timeline, error) {
	state, head, err := h.sessions.State(ctx, id)
	if err != nil {
		return Timeline{}, err
	}
	if before <= 0 || before > head {
		before = head + 1
	}
	page := Timeline{Head: head}
	floor, _, err := h.Journal.Extent(ctx, id)
	if err != nil {
		return Timeline{}, err
	}
	limit = min(max(limit, 1), maxGroups)
	if before > floor+1 {
		if page.Items, before, err = h.recent(ctx, id, state, floor, before, limit); err != nil {
			return Timeline{}, err
		}
	}
	if before > floor+1 || len(page.Items) >= limit {
		page.Next = before
		return page, nil
	}
	return page, h.old(ctx, id, state, &page, before, limit-len(page.Items))
}

// recent draws the entries of the journal together, from before back. It also returns what the next
// page begins before: floor+1 when it has reached the floor.
func (h *History) recent(ctx context.Context, id string, s live.State, floor, before int64, limit int) ([]Item, int64, error) {
	var steps []history.Step // the newest first
	named := func(seq int64) bool { return s.Checkpoint(seq) != nil }
	for {
		to := before - 1
		if n := len(steps); n > 0 {
			to = steps[n-1].Seq - 1
		}
		more, err := h.Journal.Steps(ctx, id, floor, to, stepsPage)
		if err != nil {
			return nil, 0, err
		}
		steps = append(steps, more...)
		groups := history.Timeline(reversed(steps), named)
		slices.Reverse(groups)
		ended := len(more) < stepsPage
		if !ended && len(groups) <= limit && len(steps) < maxSteps {
			continue
		}
		if ended && len(groups) <= limit {
			return items(groups, s), floor + 1, nil
		}
		// The oldest group may go on beyond what was read.
		groups = groups[:min(limit, max(1, len(groups)-1))]
		return items(groups, s), groups[len(groups)-1].From + 1, nil
	}
}

func items(groups []history.Group, s live.State) []Item {
	list := make([]Item, len(groups))
	for i, g := range groups {
		list[i] = Item{Group: g, Name: nameOf(s, g.Seq)}
	}
	return list
}

func nameOf(s live.State, seq int64) string {
	if c := s.Checkpoint(seq); c != nil {
		return c.Name
	}
	return ""
}

// old adds revisions whose journal was folded, and the beginning.
func (h *History) old(ctx context.Context, id string, s live.State, page *Timeline, before int64, limit int) error {
	list, err := h.Revisions.Kept(ctx, id, before-1, limit+1)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return h.beginning(ctx, id, s, page, before)
	}
	for i, k := range list {
		if i == limit {
			page.Next = k.Seq + 1
			break
		}
		page.Items = append(page.Items, keptItem(k, s))
	}
	return nil
}

func keptItem(k history.Kept, s live.State) Item {
	g := history.Group{
		Kind: history.Work, From: k.From, Seq: k.Seq, StartedAt: k.StartedAt, At: k.At,
		Authors: k.Authors, Edits: k.Edits, Cells: k.Cells,
	}
	if k.From == k.Seq {
		g.Kind = history.Created
	}
	return Item{Group: g, Name: nameOf(s, k.Seq), Folded: true}
}

// beginning is the row of a notebook of which nothing was folded yet.
func (h *History) beginning(ctx context.Context, id string, s live.State, page *Timeline, before int64) error {
	w, err := h.Workspaces.Workspace(ctx, id)
	if err != nil {
		return err
	}
	seq := before - 1
	page.Items = append(page.Items, Item{
		Group: history.Group{Kind: history.Created, From: seq, Seq: seq, StartedAt: w.CreatedAt, At: w.CreatedAt},
		Name:  nameOf(s, seq), Folded: true,
	})
	return nil
}

// Named lists the revisions that have a name, the newest first. Each tells of what happened since the
// named one before.
func (h *History) Named(ctx context.Context, id string) (Timeline, error) {
	state, head, err := h.sessions.State(ctx, id)
	if err != nil {
		return Timeline{}, err
	}
	page := Timeline{Head: head}
	for i, c := range slices.Backward(state.Checkpoints) {
		if i == 0 {
			first, err := h.Timeline(ctx, id, c.Seq+1, 1)
			if err != nil {
				return Timeline{}, err
			}
			page.Items = append(page.Items, first.Items...)
			break
		}
		item, err := h.named(ctx, id, c, state.Checkpoints[i-1].Seq)
		if err != nil {
			return Timeline{}, err
		}
		page.Items = append(page.Items, item)
	}
	return page, nil
}

// named is the row of a named revision, at its own time where that is still known.
func (h *History) named(ctx context.Context, id string, c live.Checkpoint, from int64) (Item, error) {
	item := Item{Name: c.Name, Folded: true, Group: history.Group{
		Kind: history.Work, From: from, Seq: c.Seq, StartedAt: c.At, At: c.At, Authors: []string{c.By},
	}}
	steps, err := h.Journal.Steps(ctx, id, c.Seq-1, c.Seq, 1)
	if err != nil {
		return item, err
	}
	if len(steps) == 1 {
		item.StartedAt, item.At = steps[0].At, steps[0].At
		return item, nil
	}
	list, err := h.Revisions.Kept(ctx, id, c.Seq, 1)
	if err == nil && len(list) == 1 && list[0].Seq == c.Seq {
		item.StartedAt, item.At, item.Authors = list[0].At, list[0].At, list[0].Authors
	}
	return item, err
}

func reversed(steps []history.Step) []history.Step {
	list := slices.Clone(steps)
	slices.Reverse(list)
	return list
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
