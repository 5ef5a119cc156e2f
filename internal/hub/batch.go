package hub

import (
	"errors"
	"fmt"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/workspace"
)

// record is an entry of the journal with the JSON of its operation, shared by all who send it.
type record struct {
	live.Entry
	raw []byte
}

func newRecord(e live.Entry) (*record, error) {
	raw, err := live.EncodeOp(e.Op)
	if err != nil {
		return nil, fmt.Errorf("record entry %d: %w", e.Seq, err)
	}
	return &record{Entry: e, raw: raw}, nil
}

// recordCost is what a record counts for besides its JSON.
const recordCost = 256

func (r *record) size() int { return len(r.raw) + recordCost }

// batch is a series of requests applied to a tentative state that becomes the state once the
// entries are journalled.
type batch struct {
	state    live.State
	seq      int64
	at       time.Time
	entries  []live.Entry
	effects  []live.Effect
	requests []request
	bytes    int // of the requests
	results  []outcome
	refused  map[live.OpID]error // in this batch; see the type refused
}

// outcome is what one request of a batch came to: a record, or a refusal, or a duplicate.
type outcome struct {
	record    *record // nil when nothing was applied
	origin    *Peer   // whose operation it was, nil for the server's own
	id        live.OpID
	refusal   error
	duplicate bool
	seq       int64 // for a duplicate: the head
	call      *call // set on the last outcome of a call
	first     int   // for a call: index in entries of its first one
	report    *report
}

func (b *batch) add(id live.OpID, author string, op live.Op, origin *Peer) (*record, error) {
	out, err := live.Apply(b.state, live.Entry{Seq: b.seq + 1, ID: id, Author: author, At: b.at, Op: op})
	if err != nil {
		return nil, err
	}
	r, err := newRecord(out.Entry)
	if err != nil {
		return nil, err
	}
	b.state, b.seq = out.State, b.seq+1
	b.entries = append(b.entries, out.Entry)
	b.effects = append(b.effects, out.Effects...)
	b.results = append(b.results, outcome{record: r, origin: origin, id: id})
	return r, nil
}

// apply takes an operation into the batch. It is false for requests that are none.
func (a *actor) apply(b *batch, r request) bool {
	if len(b.requests) == 0 {
		a.applyUnsaved(b)
	}
	switch r := r.(type) {
	case submission:
		a.submit(b, r)
	case *call:
		a.perform(b, r)
	case report:
		a.advance(b, r)
	default:
		return false
	}
	b.requests, b.bytes = append(b.requests, r), b.bytes+r.size()
	return true
}

// applyUnsaved takes the reports that the storage refused, which come before all that is newer.
func (a *actor) applyUnsaved(b *batch) {
	waiting := a.unsaved
	a.unsaved = nil
	for _, r := range waiting {
		a.advance(b, r)
		b.requests = append(b.requests, r)
	}
}

// submit applies an operation of a peer.
func (a *actor) submit(b *batch, s submission) {
	refuse := func(err error) {
		b.refused[s.id] = err
		b.results = append(b.results, outcome{origin: s.peer, id: s.id, refusal: err})
	}
	client, _, err := s.id.Split()
	switch {
	case err != nil:
		refuse(err)
	case client != s.peer.client:
		refuse(fault.New(fault.CodeMessage, "Operation %s is not one of client %s", s.id, s.peer.client))
	case !live.FromClient(s.op):
		refuse(fault.New(fault.CodeForbidden, "Only the server sends %s", live.TypeOf(s.op)))
	case a.refused.why[s.id] != nil:
		refuse(a.refused.why[s.id])
	case b.refused[s.id] != nil:
		refuse(b.refused[s.id])
	case b.state.Seen(s.id):
		b.results = append(b.results, outcome{origin: s.peer, id: s.id, duplicate: true, seq: b.seq})
	default:
		if err := live.CheckSize(s.op); err != nil {
			refuse(err)
			return
		}
		before := b.state
		if _, err := b.add(s.id, s.peer.author, s.op, s.peer); err != nil {
			refuse(err)
			return
		}
		a.followRename(b, before, s.peer.author, s.op)
	}
}

// errOvertaken refuses a call that was planned for a state that is no longer the last one.
var errOvertaken = errors.New("the notebook changed meanwhile")

// perform applies the operations of a call, all or none.
func (a *actor) perform(b *batch, c *call) {
	before, counter := *b, a.counter
	if c.at > 0 && c.at != b.seq {
		b.results = append(b.results, outcome{call: c, refusal: errOvertaken})
		return
	}
	for _, op := range c.ops {
		previous := b.state
		if _, err := b.add(a.nextID(c.client), c.author, op, nil); err != nil {
			*b, a.counter = before, counter
			b.results = append(b.results, outcome{call: c, refusal: err})
			return
		}
		a.followRename(b, previous, c.author, op)
	}
	b.results = append(b.results, outcome{call: c, first: len(before.entries), seq: int64(len(b.entries))})
}

// advance applies what a run reported. A report that the state has no place for is dropped: the run
// was cleared, or the report came twice.
func (a *actor) advance(b *batch, r report) {
	if a.leaving && r.op.Exit != nil && r.op.Exit.Reason == live.Stopped {
		exit := *r.op.Exit
		exit.Reason, exit.Message = live.ServerRestarted, "The server was stopped."
		r.op.Exit = &exit
	}
	if _, err := b.add(a.nextID(a.serverClient()), serverAuthor, r.op, nil); err != nil {
		return
	}
	b.results[len(b.results)-1].report = &r
}

// serverAuthor is who reports the progress of runs.
const serverAuthor = workspace.ServerName

func (a *actor) followRename(b *batch, before live.State, author string, op live.Op) {
	rename, ok := op.(live.RenameCell)
	if !ok {
		return
	}
	c := before.Cell(rename.Cell)
	if c == nil || c.Filename == rename.Filename {
		return
	}
	for _, edit := range live.FollowRename(b.state, c.Filename, rename.Filename) {
		// An import that cannot be followed, for a cell at its limit, is the only loss of a failure.
		_, _ = b.add(a.nextID(a.serverClient()), author, edit, nil)
	}
}

func (a *actor) nextID(client live.ClientID) live.OpID {
	a.counter++
	return live.NewOpID(client, a.counter)
}

// fail answers every request of a batch that could not be journalled. What was computed from its
// tentative state is void too, refusals included; only what was accepted before is a duplicate still.
func (a *actor) fail(b *batch, err error) {
	for _, o := range b.results {
		switch {
		case o.call != nil:
			o.call.reply <- result{err: err}
		case o.report != nil:
			a.unsaved = append(a.unsaved, *o.report)
		case o.duplicate && a.state.Seen(o.id):
			o.origin.out.push(acknowledgement{id: o.id, seq: a.seq, at: b.at, duplicate: true})
		case o.origin != nil:
			a.refused.add(o.id, err)
			o.origin.out.push(refusal{o.id, err})
		}
	}
}

// refused remembers why the latest operations were refused, so that what was refused once stays
// refused. Without it an operation that is sent again because its answer was lost could take effect
// after all, or look like a duplicate when a later one of the client was accepted meanwhile.
type refused struct {
	why   map[live.OpID]error
	order []live.OpID
}

const maxRefused = 10_000

func (r *refused) add(id live.OpID, why error) {
	if r.why == nil {
		r.why = map[live.OpID]error{}
	}
	if r.why[id] == nil {
		r.order = append(r.order, id)
	}
	r.why[id] = why
	if len(r.order) > maxRefused {
		delete(r.why, r.order[0])
		r.order = r.order[1:]
	}
}

// fenced reports whether the failure means that another server owns the workspace.
func fenced(err error) bool { return errors.Is(err, fault.CodeStorageFence) }
