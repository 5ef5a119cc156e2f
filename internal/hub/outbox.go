package hub

import (
	"io"
	"slices"
	"sync"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

// Bounds of what waits for one peer. Beyond them the peer is dropped and resynchronises.
const (
	outboxItems = 1_000
	outboxBytes = 8 << 20
)

// item is what waits for a peer; Peer.message gives it the form for the wire.
type item interface{ size() int }

type (
	// opening is the first item. Without a view the backlog follows.
	opening struct {
		seq, head int64
		view      *view
	}
	acknowledgement struct {
		id        live.OpID
		seq       int64
		at        time.Time
		duplicate bool
	}
	refusal struct {
		id  live.OpID
		err error
	}
	notice  struct{ wire.Signal }
	closing struct{ why *fault.Error }
)

func (opening) size() int         { return 0 }
func (acknowledgement) size() int { return recordCost }
func (refusal) size() int         { return recordCost }
func (notice) size() int          { return recordCost }
func (closing) size() int         { return 0 }

// outbox is the bounded queue of a peer. The records of the backlog and of the queue are shared with
// the session's buffer and with other peers.
type outbox struct {
	wake chan struct{} // capacity 1: something may have come

	mu       sync.Mutex
	first    *opening
	backlog  []*record
	queue    []item
	bytes    int
	packages *wire.Signal
	storage  *wire.Signal
	differs  bool         // there is news of files in dispute
	people   gathering    // nobody when zero
	dirty    []live.RunID // runs with new output, each once
	isDirty  map[live.RunID]bool
	language languageBox
	why      *fault.Error // why the session ended the peer
	over     bool         // nothing more comes
}

func (o *outbox) init() {
	o.wake = make(chan struct{}, 1)
	o.isDirty = map[live.RunID]bool{}
}

func (o *outbox) poke() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

func (o *outbox) open(first opening, backlog []*record) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.first, o.backlog = &first, backlog
	o.poke()
}

// push queues items. It is false when the peer has ended, as it does when its queue is full.
func (o *outbox) push(items ...item) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over || o.why != nil {
		return false
	}
	for _, i := range items {
		if len(o.queue) > 0 && (len(o.queue) >= outboxItems || o.bytes+i.size() > outboxBytes) {
			o.finish(fault.New(fault.CodeResync, "The page fell too far behind"))
			return false
		}
		o.queue, o.bytes = append(o.queue, i), o.bytes+i.size()
	}
	o.poke()
	return true
}

// end makes Closed the last message. What waits is dropped: it comes again when the peer joins anew.
func (o *outbox) end(why *fault.Error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.over && o.why == nil {
		o.finish(why)
	}
}

func (o *outbox) finish(why *fault.Error) {
	o.clear()
	o.why = why
	o.poke()
}

func (o *outbox) clear() {
	o.first, o.backlog, o.queue, o.bytes = nil, nil, nil, 0
	o.packages, o.storage, o.differs, o.dirty = nil, nil, false, nil
	o.people = gathering{}
	o.language = languageBox{}
	clear(o.isDirty)
}

// leave ends the queue from the peer's side; false when it was left before.
func (o *outbox) leave() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over {
		return false
	}
	o.clear()
	o.over, o.why = true, nil
	o.poke()
	return true
}

func (o *outbox) ended() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.over || o.why != nil
}

// signal keeps the latest signal of each kind.
func (o *outbox) signal(s wire.Signal) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over || o.why != nil {
		return
	}
	switch {
	case s.Packages != nil:
		o.packages = &s
	case s.Storage != nil:
		o.storage = &s
	case s.Language != nil:
		o.language.status = &s
	}
	o.poke()
}

// differ notes that there is news of the files in dispute.
func (o *outbox) differ() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over || o.why != nil {
		return
	}
	o.differs = true
	o.poke()
}

// gather notes that there is news of all people, or of those with the given, sorted numbers.
func (o *outbox) gather(all bool, numbers []int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over || o.why != nil || o.people.all {
		return
	}
	merged := append(slices.Clone(o.people.numbers), numbers...)
	slices.Sort(merged)
	o.people.numbers = slices.Compact(merged)
	if all || len(o.people.numbers) > 2*wire.MaxPeers { // who came and went while nobody read
		o.people = gathering{all: true}
	}
	o.poke()
}

// touch notes that a run has new output.
func (o *outbox) touch(run live.RunID) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.over || o.why != nil || o.isDirty[run] {
		return
	}
	o.dirty, o.isDirty[run] = append(o.dirty, run), true
	o.poke()
}

// take removes the next item that is not output; nil when there is none, io.EOF when none will come.
func (o *outbox) take() (item, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	switch {
	case o.over:
		return nil, io.EOF
	case o.why != nil:
		o.over = true
		return closing{o.why}, nil
	case o.first != nil:
		i := *o.first
		o.first = nil
		return i, nil
	case len(o.backlog) > 0:
		r := o.backlog[0]
		if o.backlog = o.backlog[1:]; len(o.backlog) == 0 {
			o.backlog = nil
		}
		return r, nil
	case len(o.queue) > 0:
		i := o.queue[0]
		o.queue[0] = nil
		o.bytes -= i.size()
		if o.queue = o.queue[1:]; len(o.queue) == 0 {
			o.queue = nil
		}
		return i, nil
	case !o.language.empty():
		return o.language.take(), nil
	default:
		return o.takeSignal(), nil
	}
}

func (o *outbox) takeSignal() item {
	switch {
	case o.storage != nil:
		s := notice{*o.storage}
		o.storage = nil
		return s
	case o.differs:
		o.differs = false
		return differences{}
	case o.packages != nil:
		s := notice{*o.packages}
		o.packages = nil
		return s
	case o.people.some():
		g := o.people
		o.people = gathering{}
		return g
	default:
		return nil
	}
}

// takeDirty removes the run that has waited longest with new output.
func (o *outbox) takeDirty() (live.RunID, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.dirty) == 0 {
		return "", false
	}
	run := o.dirty[0]
	o.dirty = o.dirty[1:]
	delete(o.isDirty, run)
	return run, true
}

// idle reports whether there is nothing to take, so that waiting for wake is right.
func (o *outbox) idle() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return !o.over && o.why == nil && o.first == nil && len(o.backlog) == 0 && len(o.queue) == 0 &&
		o.packages == nil && o.storage == nil && !o.differs && !o.people.some() && len(o.dirty) == 0 &&
		o.language.empty()
}
