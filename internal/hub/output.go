package hub

import (
	"context"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

const (
	pieceBytes  = 256 << 10 // of output in one message
	viewerBytes = 10 << 20  // of a live run that a peer is sent before it starts anew
)

// cursor is how far a peer has read the output of a run.
type cursor struct {
	next   int64 // number of the next chunk
	sent   int   // bytes that the peer holds
	partly bool  // the peer has only a tail of what the log keeps
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
		return nil, nil
	}
	c := p.cursors[run]
	if c == nil {
		c = &cursor{}
		p.cursors[run] = c
	}
	m, more, err := c.advance(ctx, p.session.logs, run)
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
	part, err := l.read(ctx, run, c.next)
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
		} else if part, err = l.read(ctx, run, 0); err != nil {
			return nil, false, err
		}
	}
	c.next, c.sent = part.to, c.sent+part.bytes
	if len(part.chunks) == 0 && !reset {
		return nil, part.more, nil
	}
	return &wire.Output{Run: run, From: part.from, To: part.to, Chunks: part.chunks, Reset: reset}, part.more, nil
}
