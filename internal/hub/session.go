package hub

import (
	"context"
	"errors"
	"reflect"
	"sync/atomic"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

// inboxSize bounds the requests that wait for an actor. Senders wait when it is full.
const inboxSize = 256

// errClosed tells a sender inside this package that the session ended before the request was
// considered; the sender opens the workspace again.
var errClosed = errors.New("the session is closed")

// session is an open workspace as the rest of the package sees it. All that changes by operations
// belongs to its actor.
type session struct {
	id      string
	hub     *Hub
	inbox   chan request
	room    room          // for what waits in the inbox
	ready   chan struct{} // closed when open, or when openErr is set
	openErr error
	closing chan struct{} // closed when no more requests are taken
	done    chan struct{} // closed when everything of the session has ended

	view      atomic.Pointer[view] // the last durable state, nil before ready
	logs      *logs
	language  *language
	processes *processes
	people    *people
	presence  *refresher // tells peers of the others
	packages  atomic.Pointer[wire.PackagesStatus]
	disputes  disputes
	lost      atomic.Bool // another server owns the workspace now
}

// view is a durable state and the sequence number of its last entry.
type view struct {
	state live.State
	seq   int64
}

func (v *view) run(id live.RunID) *live.Run {
	for _, r := range v.state.Runs {
		if r.ID == id {
			return r
		}
	}
	return nil
}

func newSession(h *Hub, workspace string) *session {
	s := &session{
		id: workspace, hub: h, inbox: make(chan request, inboxSize), processes: newProcesses(),
		logs: newLogs(h.Logs, workspace, h.Log), people: newPeople(),
		ready: make(chan struct{}), closing: make(chan struct{}), done: make(chan struct{}),
	}
	s.language = newLanguage(s)
	s.presence = newRefresher(true, presenceInterval, func(context.Context) error { s.tellOfPeople(); return nil })
	return s
}

// serverClient names the hub itself as an author of operations. It is new with every start, so that
// its counters never repeat.
func (s *session) serverClient() live.ClientID { return live.ClientID("server-" + s.hub.boot) }

// serve opens the workspace and runs it until it is unloaded.
func (s *session) serve(ctx context.Context) {
	a, err := open(ctx, s)
	if err != nil {
		s.abandon(err)
		return
	}
	close(s.ready)
	a.serve(ctx)
	s.hub.forget(s)
	close(s.done)
}

// abandon ends a session that could not be opened.
func (s *session) abandon(err error) {
	s.hub.forget(s)
	s.openErr = err
	close(s.closing)
	close(s.ready)
	close(s.done)
}

// request is what an actor's inbox takes.
type request interface {
	size() int // bytes that the request holds while it waits, of those that come from outside
}

type (
	// submission is an operation of a peer; the answer goes to the peer's queue.
	submission struct {
		peer *Peer
		id   live.OpID
		op   live.Op
	}
	// call holds operations of the server itself, accepted together or not at all.
	call struct {
		client live.ClientID
		author string
		ops    []live.Op
		at     int64       // refuse it unless this is the last entry; 0: apply it to whatever there is
		reply  chan result // capacity 1
	}
	// report is what a run did. It is repeated until it is durable.
	report struct{ op live.AdvanceRun }
	// attachment joins a peer whose replica stands at since+len(missed).
	attachment struct {
		peer   *Peer
		since  int64
		missed []*record
		reply  chan int64 // capacity 1; 0, or the sequence number that missed has to reach
	}
	// departure removes a peer.
	departure struct{ peer *Peer }
	// saved reports that a snapshot was stored, or not.
	saved struct {
		seq int64
		err error
	}
	// flushing asks for the workspace folder to be brought up to the state.
	flushing struct {
		ctx   context.Context // of the caller, for whom the folder is written
		reply chan error      // capacity 1
	}
	// errand is work at the folder or the file of the workspace, on the goroutine that it belongs to.
	errand struct {
		ctx   context.Context // of the caller, who waits
		file  string
		work  func(context.Context, disputant) error
		reply chan error // capacity 1
	}
	// ending closes the session.
	ending struct{ why *fault.Error }
)

func (s submission) size() int { return live.Size(s.op) }
func (report) size() int       { return 0 }
func (departure) size() int    { return 0 }
func (saved) size() int        { return 0 }
func (flushing) size() int     { return 0 }
func (errand) size() int       { return 0 }
func (ending) size() int       { return 0 }

func (c *call) size() (n int) {
	for _, op := range c.ops {
		n += live.Size(op)
	}
	return n
}

func (a attachment) size() (n int) {
	for _, r := range a.missed {
		n += r.size()
	}
	return n
}

type result struct {
	entries []live.Entry
	err     error
}

// send puts a request of the outside into the inbox, waiting for room.
func (s *session) send(ctx context.Context, r request) error {
	select {
	case <-s.closing:
		return errClosed
	default:
	}
	size := r.size()
	if err := s.room.enter(ctx, s.closing, size); err != nil {
		return err
	}
	select {
	case s.inbox <- r:
		return nil
	case <-s.closing:
		s.room.leave(size)
		return errClosed
	case <-ctx.Done():
		s.room.leave(size)
		return canceled(ctx)
	}
}

// tell puts a request of the session's own workers into the inbox. It is taken as long as the actor
// lives, also while the session closes.
func (s *session) tell(r request) {
	select {
	case s.inbox <- r:
	case <-s.done:
	}
}

// do sends a call and waits for its result.
func (s *session) do(ctx context.Context, c *call) ([]live.Entry, error) {
	if err := s.send(ctx, c); err != nil {
		return nil, err
	}
	select {
	case r := <-c.reply:
		return r.entries, r.err
	case <-ctx.Done():
		return nil, canceled(ctx)
	case <-s.done:
	}
	select {
	case r := <-c.reply:
		return r.entries, r.err
	default:
		return nil, errClosed
	}
}

func (s *session) signal(w wire.Signal) {
	if w.Packages != nil {
		known := s.packages.Swap(w.Packages)
		if reflect.DeepEqual(known, w.Packages) {
			return
		}
		s.language.packages(known, w.Packages)
	}
	for _, p := range s.logs.readers() {
		p.out.signal(w)
	}
}
