package library

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

// Journal is the record that revisions are replayed from.
type Journal interface {
	// Entries returns at most limit entries after a sequence number, in order.
	Entries(ctx context.Context, workspace string, after int64, limit int) ([]live.Entry, error)
	// Steps returns at most limit entries without payloads, after one number and up to another, the
	// newest first.
	Steps(ctx context.Context, workspace string, after, to int64, limit int) ([]history.Step, error)
	// SnapshotBefore returns the newest stored state that follows an entry before the given one; nil
	// when there is none.
	SnapshotBefore(ctx context.Context, workspace string, before int64) (seq int64, payload []byte, err error)
	// Extent is where the journal begins and up to where it may be folded.
	Extent(ctx context.Context, workspace string) (floor, foldable int64, err error)
}

// Revisions keeps what remains of a folded journal.
type Revisions interface {
	// Kept returns at most limit revisions up to seq without content, the newest first.
	Kept(ctx context.Context, workspace string, seq int64, limit int) ([]history.Kept, error)
	// KeptContent returns a revision; its content is nil when it was not kept.
	KeptContent(ctx context.Context, workspace string, seq int64) (history.Kept, error)
	// Fold replaces the journal up to seq by revisions and the state that follows it.
	Fold(ctx context.Context, workspace string, seq int64, snapshot []byte, revisions []history.Kept) error
	// WorkspaceIDs returns at most limit ids after the given one, in order.
	WorkspaceIDs(ctx context.Context, after string, limit int) ([]string, error)
}

// HistoryConfig is what a History is built from. Journal, Revisions and Workspaces are required.
type HistoryConfig struct {
	Journal    Journal
	Revisions  Revisions
	Workspaces Workspaces
	// KeepAll is for how long every revision is kept, counted in whole days (UTC); 14 days when 0.
	KeepAll time.Duration
	Now     func() time.Time // time.Now when nil
	Log     *slog.Logger     // slog.Default when nil
}

// History looks at earlier revisions of notebooks, names them and brings them back. It is safe for
// concurrent use. Attach must be called before it serves requests.
type History struct {
	HistoryConfig
	sessions Sessions
	// naming keeps a revision that is being given a name from being folded away meanwhile.
	naming sync.Mutex
}

// NewHistory returns the history of the given stores.
func NewHistory(c HistoryConfig) *History {
	if c.KeepAll == 0 {
		c.KeepAll = 14 * 24 * time.Hour
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return &History{HistoryConfig: c}
}

// Attach joins the live sessions.
func (h *History) Attach(s Sessions) { h.sessions = s }

const replayPage = 500

// revision is the notebook after entry seq. One that does not exist or was not kept is
// CodeRevisionNotFound.
func (h *History) revision(ctx context.Context, id string, seq int64) (notebook.Notebook, error) {
	state, head, err := h.sessions.State(ctx, id)
	switch {
	case err != nil:
		return notebook.Notebook{}, err
	case seq == head:
		return state.Notebook(), nil
	case seq < 0 || seq > head:
		return notebook.Notebook{}, revisionNotFound(seq)
	}
	s, err := h.replayed(ctx, id, seq)
	if errors.Is(err, fault.CodeRevisionNotFound) { // it may have been folded while we read
		return h.kept(ctx, id, seq)
	}
	return s.Notebook(), err
}

func revisionNotFound(seq int64) error {
	return fault.New(fault.CodeRevisionNotFound, "Version %d does not exist, or is not kept any more", seq)
}

// replayed is the state after an entry that the journal still reaches.
func (h *History) replayed(ctx context.Context, id string, seq int64) (live.State, error) {
	at, payload, err := h.Journal.SnapshotBefore(ctx, id, seq+1)
	if err != nil {
		return live.State{}, err
	}
	if payload == nil {
		return live.State{}, revisionNotFound(seq)
	}
	state, err := live.DecodeSnapshot(payload)
	if err != nil {
		return live.State{}, fmt.Errorf("read revision %d of workspace %s: %w", seq, id, err)
	}
	for at < seq {
		entries, err := h.Journal.Entries(ctx, id, at, int(min(replayPage, seq-at)))
		if err != nil {
			return live.State{}, err
		}
		if len(entries) == 0 {
			return live.State{}, revisionNotFound(seq)
		}
		for _, e := range entries {
			if e.Seq != at+1 {
				return live.State{}, revisionNotFound(seq)
			}
			out, err := live.Apply(state, e)
			if err != nil {
				return live.State{}, fmt.Errorf("replay entry %d of workspace %s: %w", e.Seq, id, err)
			}
			state, at = out.State, e.Seq
		}
	}
	return state, nil
}

// kept is a revision that outlived its journal.
func (h *History) kept(ctx context.Context, id string, seq int64) (notebook.Notebook, error) {
	var chain []history.Kept
	for at := seq; ; {
		k, err := h.Revisions.KeptContent(ctx, id, at)
		if err != nil {
			return notebook.Notebook{}, err
		}
		if k.Content == nil {
			return notebook.Notebook{}, revisionNotFound(seq)
		}
		chain = append(chain, k)
		if k.Base == k.Seq {
			break
		}
		at = k.Base
	}
	n, err := history.Decode(chain[len(chain)-1].Content, nil)
	for i := len(chain) - 2; i >= 0 && err == nil; i-- {
		base := n
		n, err = history.Decode(chain[i].Content, &base)
	}
	if err != nil {
		return n, fmt.Errorf("read revision %d of workspace %s: %w", seq, id, err)
	}
	return n, nil
}

// Revision is the notebook as it was after entry seq.
func (h *History) Revision(ctx context.Context, id string, seq int64) (notebook.Notebook, error) {
	return h.revision(ctx, id, seq)
}

// Differences say how two revisions differ.
type Differences struct {
	From, To int64
	Titles   [2]string
	Cells    []history.Difference
	// Authors are the people who made the operations between, as far as the journal still tells.
	Authors []string
	At      time.Time // of the last operation that made a difference; zero when the journal does not tell
}

// Compare tells how revision to differs from revision from. to < 0 is the present one.
func (h *History) Compare(ctx context.Context, id string, from, to int64) (Differences, error) {
	if to < 0 {
		_, head, err := h.sessions.State(ctx, id)
		if err != nil {
			return Differences{}, err
		}
		to = head
	}
	before, err := h.revision(ctx, id, from)
	if err != nil {
		return Differences{}, err
	}
	after, err := h.revision(ctx, id, to)
	if err != nil {
		return Differences{}, err
	}
	d := Differences{From: from, To: to, Titles: [2]string{before.Title, after.Title}, Cells: history.Compare(before, after)}
	steps, err := h.Journal.Steps(ctx, id, from, to, maxSteps)
	if err != nil {
		return Differences{}, err
	}
	for _, g := range history.Timeline(reversed(steps), unnamed) {
		for _, author := range g.Authors {
			d.Authors = appendNew(d.Authors, author)
		}
		if g.At.After(d.At) {
			d.At = g.At
		}
	}
	return d, nil
}

func unnamed(int64) bool { return false }
