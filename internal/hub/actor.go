package hub

import (
	"context"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

const (
	maxBatch      = 256             // requests that share one write to the journal
	maxBatchBytes = 16 << 20        // of operations; the last one may go beyond
	retryAfter    = 2 * time.Second // between attempts to write while the storage fails
)

// actor owns a session's state. Everything below is touched by its goroutine only.
type actor struct {
	*session
	state   live.State
	seq     int64
	buffer  buffer
	peers   map[*Peer]struct{}
	counter uint64 // of the server's own operations

	snapshots snapshots
	unsaved   []report // reports that the storage refused
	refused   refused
	broken    *fault.Error // why the storage refuses, nil when it accepts
	unloading bool         // the session closes
	leaving   bool         // because the server does
	why       *fault.Error // told to peers when it does

	workers     sync.WaitGroup
	mirror      *mirror
	folder      *refresher
	counterpart *counterpart
	document    *refresher
	catalogue   *refresher
}

// serve handles requests until the session shall be unloaded, and unloads it.
func (a *actor) serve(ctx context.Context) {
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	a.startWorkers(work)
	idle, retry := time.NewTimer(a.hub.Idle), time.NewTicker(retryAfter)
	defer idle.Stop()
	defer retry.Stop()
	for a.why == nil {
		if a.busy() {
			idle.Reset(a.hub.Idle)
		}
		select {
		case <-ctx.Done():
			a.why = fault.New(fault.CodeShutdown, "The server is shutting down")
		case r := <-a.inbox:
			a.room.leave(r.size())
			a.drain(work, r)
		case <-retry.C:
			a.retry(work)
		case <-idle.C:
			a.why = fault.New(fault.CodeResync, "The notebook was not used for a while")
		}
	}
	a.close(work, stop)
}

func (a *actor) busy() bool {
	return len(a.peers) > 0 || len(a.unsaved) > 0 || len(a.state.Unfinished()) > 0
}

func (a *actor) startWorkers(ctx context.Context) {
	a.workers.Go(func() { a.logs.publish(ctx) })
	a.workers.Go(func() { a.logs.persist(ctx) })
	a.mirror = newMirror(a.session)
	a.folder = newRefresher(a.hub.Folders != nil, folderInterval, func(sync context.Context) error {
		return a.syncFolder(sync, ctx)
	})
	a.counterpart = &counterpart{session: a.session}
	a.document = newRefresher(a.hub.Documents != nil, documentInterval, func(sync context.Context) error {
		return a.syncDocument(sync, ctx)
	})
	a.catalogue = newRefresher(a.hub.Catalogue != nil, catalogueInterval, a.refreshCatalogue)
	for _, r := range []*refresher{a.folder, a.document, a.catalogue, a.presence} {
		a.workers.Go(func() { r.serve(ctx) })
		r.poke()
	}
}

// drain handles a request and those that wait behind it. Operations that follow each other share a
// write to the journal.
func (a *actor) drain(ctx context.Context, r request) {
	b := a.newBatch()
	for waiting := true; waiting; r, waiting = a.another(b) {
		if !a.apply(b, r) {
			a.commit(ctx, b)
			b = a.newBatch()
			a.handle(r)
		}
	}
	a.commit(ctx, b)
}

// another takes the next request if one waits and the batch has room for it.
func (a *actor) another(b *batch) (request, bool) {
	if len(b.requests) >= maxBatch || b.bytes >= maxBatchBytes {
		return nil, false
	}
	select {
	case r := <-a.inbox:
		a.room.leave(r.size())
		return r, true
	default:
		return nil, false
	}
}

func (a *actor) newBatch() *batch {
	return &batch{
		state: a.state, seq: a.seq, at: a.hub.Now().UTC().Truncate(time.Microsecond), refused: map[live.OpID]error{},
	}
}

// handle takes the requests that are not operations.
func (a *actor) handle(r request) {
	switch r := r.(type) {
	case attachment:
		a.attach(r)
	case departure:
		a.drop(r.peer)
	case question:
		a.ask(r)
	case saved:
		a.snapshots.done(r, a.hub.Log, a.id)
		if r.err == nil {
			a.recovered()
		}
	case flushing:
		a.workers.Go(func() { r.reply <- a.folder.flush(r.ctx) })
	case errand:
		a.workers.Go(func() { r.reply <- a.attend(r) })
	case ending:
		a.why = r.why
	}
}

// commit makes a batch durable, then visible.
func (a *actor) commit(ctx context.Context, b *batch) {
	if len(b.entries) > 0 {
		// Not a request's context: a batch holds the operations of many.
		if err := a.hub.Journal.Append(context.WithoutCancel(ctx), a.id, b.entries); err != nil {
			a.refuse(ctx, b, err)
			return
		}
		a.recovered()
	}
	a.state, a.seq = b.state, b.seq
	a.view.Store(&view{state: a.state, seq: a.seq})
	for _, o := range b.results {
		a.answer(b, o)
	}
	a.broadcast(b)
	a.effects(ctx, b.effects)
	if a.snapshots.due() {
		a.saveSnapshot(ctx)
	}
}

func (a *actor) answer(b *batch, o outcome) {
	switch {
	case o.record != nil:
		a.buffer.add(o.record)
		a.snapshots.count(o.record)
	case o.call != nil && o.refusal != nil:
		o.call.reply <- result{err: o.refusal}
	case o.call != nil:
		o.call.reply <- result{entries: b.entries[o.first:o.seq:o.seq]}
	case o.refusal != nil:
		a.refused.add(o.id, o.refusal)
	}
}

// broadcast queues for each peer what a batch has for it, at once, so that it leaves in one frame.
func (a *actor) broadcast(b *batch) {
	var items []item
	for p := range a.peers {
		items = items[:0]
		for _, o := range b.results {
			if i := o.itemFor(p, b.at); i != nil {
				items = append(items, i)
			}
		}
		if len(items) > 0 && !p.out.push(items...) {
			a.drop(p)
		}
	}
}

// itemFor is what a peer is told of an outcome, nil for nothing. Only whoever asked is told of what
// had no effect.
func (o outcome) itemFor(p *Peer, at time.Time) item {
	switch {
	case o.record != nil && p == o.origin:
		return acknowledgement{id: o.id, seq: o.record.Seq, at: o.record.At}
	case o.record != nil:
		return o.record
	case p != o.origin:
		return nil
	case o.duplicate:
		return acknowledgement{id: o.id, seq: o.seq, at: at, duplicate: true}
	default:
		return refusal{o.id, o.refusal}
	}
}

// refuse handles a batch that the journal did not take.
func (a *actor) refuse(ctx context.Context, b *batch, err error) {
	if fenced(err) && a.duplicates(ctx, b) {
		return
	}
	f := fault.From(err)
	a.fail(b, f)
	if fenced(err) {
		a.why = f
		return
	}
	if a.broken == nil {
		a.hub.Log.Error("journal refuses entries", "workspace", a.id, "error", err)
		a.broken = f
		failure := wire.FaultOf(f)
		a.session.signal(wire.Signal{Storage: &wire.StorageStatus{Writable: false, Fault: &failure}})
	}
}

// duplicates handles a fence that is none: the journal holds the id of one of the entries already,
// from a client that was forgotten since. Tried one by one, only that one is answered as a duplicate.
func (a *actor) duplicates(ctx context.Context, b *batch) bool {
	last, err := a.hub.Journal.LastSeq(ctx, a.id)
	if err != nil || last != a.seq {
		return false
	}
	if len(b.requests) > 1 {
		for _, r := range b.requests {
			one := a.newBatch()
			a.apply(one, r)
			a.commit(ctx, one)
		}
		return true
	}
	switch r := b.requests[0].(type) {
	case submission:
		r.peer.out.push(acknowledgement{id: r.id, seq: a.seq, at: b.at, duplicate: true})
	case *call:
		r.reply <- result{err: fault.New(fault.CodeConflict, "The operation was already accepted")}
	}
	return true
}

// recovered notes that a write succeeded.
func (a *actor) recovered() {
	if a.broken == nil {
		return
	}
	a.broken = nil
	a.session.signal(wire.Signal{Storage: &wire.StorageStatus{Writable: true}})
}

// retry writes again what the storage refused. A snapshot serves as the trial when nothing waits.
func (a *actor) retry(ctx context.Context) {
	if len(a.unsaved) > 0 {
		b := a.newBatch()
		a.applyUnsaved(b)
		a.commit(ctx, b)
	} else if a.broken != nil {
		a.saveSnapshot(ctx)
	}
}

// drop removes a peer.
func (a *actor) drop(p *Peer) {
	if _, joined := a.peers[p]; joined {
		a.language.unwatch()
	}
	delete(a.peers, p)
	a.logs.unfollow(p)
	a.people.leave(p)
	a.presence.poke()
}
