package hub

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/workspace"
	"github.com/srcbook/srcbook/internal/wire"
)

// Logs keeps the output of runs. A run is named by a key that is unique among all workspaces.
type Logs interface {
	// SaveRun creates or updates the record of a run, whose ID is the key; output needs one.
	SaveRun(ctx context.Context, workspace string, r live.Run) error
	// AppendOutput stores chunks; those that are stored already stay as they are.
	AppendOutput(ctx context.Context, run string, chunks []workspace.Chunk) error
	// Output returns at most limit chunks from a number on, in order.
	Output(ctx context.Context, run string, from int64, limit int) ([]workspace.Chunk, error)
	// TrimOutput forgets the chunks from one number to another, both included.
	TrimOutput(ctx context.Context, run string, from, to int64) error
	// DeleteRun forgets a run with its output; an unknown one is no error.
	DeleteRun(ctx context.Context, run string) error
}

const (
	publishEvery = 20 * time.Millisecond  // between updates of a viewer, 50 a second
	persistEvery = 250 * time.Millisecond // between writes of output to the store
	tailEvery    = 5 * time.Second        // between writes of a tail that keeps changing
	persistBytes = 1 << 20                // of output in one write
	storedChunks = 64                     // read from the store at once
)

// logs is the output of a session's runs: in memory while they live, in the store after that.
type logs struct {
	store     Logs
	workspace string
	log       *slog.Logger
	written   chan struct{} // capacity 1: a log has something to publish
	published chan struct{} // capacity 1: a log has something to store

	mu        sync.Mutex
	active    map[live.RunID]*runLog
	dirty     []*runLog // with something to publish
	forgotten []live.RunID
	peers     map[*Peer]struct{}
	discarded bool
	sizes     map[live.RunID]size // of logs that are stored, as far as they are known
}

// size is how much is kept of a log.
type size struct {
	wire.OutputSize
	end int64 // the number after the last chunk
}

func newLogs(store Logs, workspace string, log *slog.Logger) *logs {
	return &logs{
		store: store, workspace: workspace, log: log,
		written: make(chan struct{}, 1), published: make(chan struct{}, 1),
		active: map[live.RunID]*runLog{}, peers: map[*Peer]struct{}{}, sizes: map[live.RunID]size{},
	}
}

// key is the name of a run in the store. Run ids are chosen by clients and unique in a workspace only.
func (l *logs) key(run live.RunID) string { return l.workspace + "/" + string(run) }

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// start begins the log of a run.
func (l *logs) start(r live.Run) *runLog {
	log := &runLog{id: r.ID, run: r, limit: DefaultOutputBytes}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.active[r.ID] = log
	return log
}

func (l *logs) write(log *runLog, stream, text string) {
	if !log.write(stream, text) {
		return
	}
	l.mu.Lock()
	l.dirty = append(l.dirty, log)
	l.mu.Unlock()
	poke(l.written)
}

// finish ends a log. Its last piece is published at once.
func (l *logs) finish(log *runLog, exit *live.Exit, at time.Time) {
	log.finish(exit, at)
	l.announce(log)
	poke(l.published)
}

// forget drops a run's output.
func (l *logs) forget(run live.RunID) {
	l.mu.Lock()
	delete(l.active, run)
	delete(l.sizes, run)
	l.forgotten = append(l.forgotten, run)
	l.mu.Unlock()
	poke(l.published)
}

// discard gives up what is not stored, after another server took the workspace over.
func (l *logs) discard() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.discarded = true
}

func (l *logs) follow(p *Peer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.peers[p] = struct{}{}
}

func (l *logs) unfollow(p *Peer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.peers, p)
}

func (l *logs) followers() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.peers)
}

func (l *logs) readers() []*Peer {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]*Peer, 0, len(l.peers))
	for p := range l.peers {
		all = append(all, p)
	}
	return all
}

func (l *logs) announce(log *runLog) {
	for _, p := range l.readers() {
		p.out.touch(log.id)
	}
}

// publish makes what was written readable, the first piece at once and then at a steady pace, until
// ctx ends.
func (l *logs) publish(ctx context.Context) {
	rest := time.NewTimer(0)
	defer rest.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.written:
		}
		l.mu.Lock()
		dirty := l.dirty
		l.dirty = nil
		l.mu.Unlock()
		for _, log := range dirty {
			log.publish()
			l.announce(log)
		}
		poke(l.published)
		rest.Reset(publishEvery)
		select {
		case <-ctx.Done():
			return
		case <-rest.C:
		}
	}
}

// read returns a piece of a run's output of about limit bytes, from memory or else from the store.
func (l *logs) read(ctx context.Context, run live.RunID, from int64, limit int) (piece, error) {
	if log := l.find(run); log != nil {
		return log.read(from, limit), nil
	}
	chunks, err := l.store.Output(ctx, l.key(run), from, storedChunks)
	if err != nil {
		return piece{}, err
	}
	return storedPiece(from, chunks, limit), nil
}

// size is how much is kept of a run's output. What is stored is read for it once.
func (l *logs) size(ctx context.Context, run live.RunID) (size, error) {
	if log := l.find(run); log != nil {
		return log.size(), nil
	}
	l.mu.Lock()
	known, ok := l.sizes[run]
	l.mu.Unlock()
	if ok {
		return known, nil
	}
	var t tally
	var end int64
	for more := true; more; {
		p, err := l.read(ctx, run, end, pieceBytes)
		if err != nil {
			return size{}, err
		}
		t.add(p.chunks)
		end, more = p.to, p.more && p.to > end
	}
	known = size{t.size, end}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sizes[run] = known
	return known, nil
}

// storedPiece is what the store answered as a piece; see runLog.read.
func storedPiece(from int64, chunks []workspace.Chunk, limit int) piece {
	p := piece{from: from, to: from}
	if len(chunks) == 0 {
		return p
	}
	p.skipped = from > 0 && chunks[0].Seq != from
	if p.skipped {
		return p
	}
	if chunks[0].Stream == streamCut {
		p.put(chunks[0])
		if len(chunks) > 1 {
			p.to = chunks[1].Seq
		}
		p.more = len(chunks) > 1
		return p
	}
	end := slices.IndexFunc(chunks, func(c workspace.Chunk) bool { return c.Stream == streamCut })
	if end < 0 {
		end = len(chunks)
	}
	p.add(chunks[:end], limit)
	p.more = len(p.chunks) < len(chunks) || len(chunks) == storedChunks
	return p
}

// latest begins the end of the output of a run that goes on; false when it does not.
func (l *logs) latest(run live.RunID) (piece, bool) {
	log := l.find(run)
	if log == nil {
		return piece{}, false
	}
	p := log.latest(pieceBytes)
	return p, p.live
}

func (l *logs) find(run live.RunID) *runLog {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.active[run]
}
