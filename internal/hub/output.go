package hub

import (
	"context"
	"sync"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

const (
	pieceBytes   = 256 << 10 // of output in one message
	viewerBytes  = 10 << 20  // of a live run that a peer is sent before it starts anew
	excerptBytes = 64 << 10  // of a run that a peer does not watch
	headOnly     = 8 << 10   // of a run for who does not follow it
)

// cursor is how far a peer has read the output of a run.
type cursor struct {
	next   int64 // number of the next chunk
	sent   int   // bytes that the peer holds
	partly bool  // the peer has only a tail of what the log keeps
	told   size  // how much there is in all, as the peer was told last
}

// watched is the set of runs of which a peer wants all output. Its methods may be called at any time.
type watched struct {
	mu   sync.Mutex
	runs map[live.RunID]bool
}

func (w *watched) set(run live.RunID, on bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !on {
		delete(w.runs, run)
		return
	}
	if w.runs == nil {
		w.runs = map[live.RunID]bool{}
	}
	w.runs[run] = true
}

func (w *watched) has(run live.RunID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.runs[run]
}

// Watch makes the peer receive all of a run's output, or with on unset no more than its beginning, as
// it does of every run at first. A run that is not known is ignored.
func (p *Peer) Watch(run live.RunID, on bool) {
	if on && p.session.view.Load().run(run) == nil {
		return
	}
	p.watched.set(run, on)
	p.out.touch(run)
}

// piece is a part of a run's output, chunks from up to, not including, to.
type piece struct {
	from, to int64
	chunks   []wire.OutputChunk
	bytes    int
	skipped  bool // chunks before from are missing without a chunk that says so
	more     bool // there is more to read now
	live     bool // the run goes on
}

// output returns the next piece of output that the peer lacks, nil when there is none.
func (p *Peer) output(ctx context.Context) (any, error) {
	run, ok := p.out.takeDirty()
	if !ok {
		return nil, nil
	}
	if p.session.view.Load().run(run) == nil {
		delete(p.cursors, run)
		p.watched.set(run, false)
		return nil, nil
	}
	c := p.cursors[run]
	if c == nil {
		c = &cursor{}
		p.cursors[run] = c
	}
	read := c.excerpt
	if p.watched.has(run) {
		read = c.advance
	}
	m, more, err := read(ctx, p.session.logs, run)
	if err != nil {
		if ctx.Err() != nil {
			return nil, canceled(ctx)
		}
		p.session.hub.Log.Warn("output not read", "workspace", p.session.id, "run", run, "error", err)
		return nil, nil
	}
	if more {
		p.out.touch(run)
	}
	if m == nil {
		return nil, nil
	}
	m.Type, m.Channel = "output", p.channel
	return *m, nil
}

// advance reads on. A peer that fell behind what the log keeps, or that holds a lot, goes on with
// the end of the output; when the run has ended it gets all that was kept.
func (c *cursor) advance(ctx context.Context, l *logs, run live.RunID) (*wire.Output, bool, error) {
	part, err := l.read(ctx, run, c.next, pieceBytes)
	if err != nil {
		return nil, false, err
	}
	behind := part.skipped || c.sent+part.bytes > viewerBytes
	reset := behind && part.live || (c.partly || part.skipped) && !part.live
	if reset {
		*c = cursor{}
		var live bool
		if part, live = l.latest(run); live {
			c.partly = true
		} else if part, err = l.read(ctx, run, 0, pieceBytes); err != nil {
			return nil, false, err
		}
	}
	c.next, c.sent = part.to, c.sent+part.bytes
	m, err := c.message(ctx, l, run, part, reset)
	return m, part.more, err
}

// message is a piece that was read, with how much there is in all when that is more; nil when it tells
// nothing new.
func (c *cursor) message(ctx context.Context, l *logs, run live.RunID, part piece, reset bool) (*wire.Output, error) {
	all, err := l.size(ctx, run)
	if err != nil {
		return nil, err
	}
	m := &wire.Output{Run: run, From: part.from, To: part.to, Chunks: part.chunks, Reset: reset}
	if all.end > c.next {
		m.All = &all.OutputSize
	} else {
		all = size{}
	}
	if len(part.chunks) == 0 && !reset && all == c.told {
		return nil, nil
	}
	c.told = all
	return m, nil
}

// excerpt reads on in the beginning of the output, and tells how much there is behind it. A peer that
// holds something else than a beginning starts over.
func (c *cursor) excerpt(ctx context.Context, l *logs, run live.RunID) (*wire.Output, bool, error) {
	part, err := c.beginning(ctx, l, run)
	if err != nil {
		return nil, false, err
	}
	reset := c.partly || part.skipped
	if reset {
		*c = cursor{}
		if part, err = c.beginning(ctx, l, run); err != nil {
			return nil, false, err
		}
	}
	c.next, c.sent = part.to, c.sent+part.bytes
	m, err := c.message(ctx, l, run, part, reset)
	return m, part.more && c.sent < excerptBytes, err
}

func (c *cursor) beginning(ctx context.Context, l *logs, run live.RunID) (piece, error) {
	if c.sent >= excerptBytes {
		return piece{from: c.next, to: c.next}, nil
	}
	return l.read(ctx, run, c.next, excerptBytes-c.sent)
}
