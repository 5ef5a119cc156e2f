package hub

import (
	"context"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/wire"
)

// JoinRequest says who follows a workspace and what they have of it already.
type JoinRequest struct {
	Workspace string
	Channel   int           // put into every message for the peer
	Client    live.ClientID // whose operations the peer submits
	Author    string        // the person, for others to read
	Since     int64         // the last sequence number that the peer has, 0 for none
	// Outputs says how many chunks the peer has of each run.
	Outputs map[live.RunID]int64
}

// Peer is one viewer of a workspace. Next is for one goroutine; the other methods may be called at
// any time.
type Peer struct {
	session *session
	channel int
	client  live.ClientID
	author  string
	out     outbox
	asks    asks
	cursors map[live.RunID]*cursor // of Next's goroutine
	watched watched

	// Guarded by the session's people.
	number, colour int
	place          wire.Place
}

// Join begins to follow a workspace. The peer's first message is wire.Opened.
func (h *Hub) Join(ctx context.Context, r JoinRequest) (*Peer, error) {
	if _, _, err := live.NewOpID(r.Client, 1).Split(); err != nil {
		return nil, fault.New(fault.CodeMessage, "%q is not a client id", string(r.Client))
	}
	for {
		s, err := h.session(ctx, r.Workspace)
		if err != nil {
			return nil, err
		}
		p := &Peer{session: s, channel: r.Channel, client: r.Client, author: r.Author, cursors: map[live.RunID]*cursor{}}
		p.out.init()
		for run, n := range r.Outputs {
			p.cursors[run] = &cursor{next: max(0, n)}
		}
		if err := s.attach(ctx, p, r.Since); err != errClosed {
			return p, err
		}
	}
}

// attach makes the peer's replica reach the actor's buffer, and joins it.
func (s *session) attach(ctx context.Context, p *Peer, since int64) error {
	a := attachment{peer: p, since: max(0, since)}
	for {
		a.reply = make(chan int64, 1)
		if err := s.send(ctx, a); err != nil {
			return err
		}
		reach, err := s.await(ctx, a.reply)
		if err != nil {
			p.Leave() // the actor may have attached it, or be about to
			return err
		}
		if reach == 0 {
			return nil
		}
		if a.missed, err = s.missed(ctx, a.since, reach); err != nil {
			return err
		}
		if a.missed == nil {
			a.since = 0
		}
	}
}

func (s *session) await(ctx context.Context, reply <-chan int64) (int64, error) {
	select {
	case n := <-reply:
		return n, nil
	case <-ctx.Done():
		return 0, canceled(ctx)
	case <-s.done:
	}
	select {
	case n := <-reply:
		return n, nil
	default:
		return 0, errClosed
	}
}

// missed reads what the journal has after since up to reach; nil when that is too much.
func (s *session) missed(ctx context.Context, since, reach int64) ([]*record, error) {
	if reach-since > maxMissed {
		return nil, nil
	}
	var records []*record
	size := 0
	for seq := since; seq < reach; {
		entries, err := s.hub.Journal.Entries(ctx, s.id, seq, replayPage)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Seq != seq+1 {
				return nil, nil // what comes between was folded away
			}
			r, err := newRecord(e)
			if err != nil {
				return nil, err
			}
			records, size, seq = append(records, r), size+r.size(), e.Seq
		}
		if len(entries) == 0 || size > maxMissedBytes {
			return nil, nil
		}
	}
	return records, nil
}

// attach joins a peer, or says how far the journal has to be read first.
func (a *actor) attach(r attachment) {
	have := r.since + int64(len(r.missed))
	first := opening{seq: r.since, head: a.seq}
	var backlog []*record
	if r.since == 0 || have > a.seq {
		first.seq, first.view = a.seq, a.view.Load()
	} else {
		recent, ok := a.buffer.after(have, a.seq)
		if !ok {
			r.reply <- a.seq
			return
		}
		backlog = append(r.missed, recent...)
	}
	if len(a.peers) >= wire.MaxPeers {
		r.peer.out.end(fault.New(fault.CodeRateLimited, "At most %d tabs follow a notebook at the same time", wire.MaxPeers))
		r.reply <- 0
		return
	}
	r.peer.out.open(first, backlog)
	if a.broken != nil {
		f := wire.FaultOf(a.broken)
		r.peer.out.signal(wire.Signal{Storage: &wire.StorageStatus{Writable: false, Fault: &f}})
	}
	a.peers[r.peer] = struct{}{}
	a.logs.follow(r.peer)
	if len(a.disputes.files()) > 0 {
		r.peer.out.differ()
	}
	a.language.watch(r.peer, a.view.Load())
	a.people.join(r.peer)
	r.peer.out.gather(true, nil)
	a.presence.poke()
	for _, run := range a.state.Runs {
		r.peer.out.touch(run.ID)
	}
	r.reply <- 0
}

// Submit sends an operation. It waits for room in the session's inbox; the answer, wire.Ack or
// wire.Reject, comes through Next. An operation of a peer that has ended is dropped without an answer:
// whoever joins again sends again what was not answered.
func (p *Peer) Submit(ctx context.Context, id live.OpID, op live.Op) error {
	if p.out.ended() {
		return nil
	}
	if err := p.session.send(ctx, submission{peer: p, id: id, op: op}); err != errClosed {
		return err
	}
	return nil
}

// Refuse answers an operation that could not even be decoded, in order with the other answers.
func (p *Peer) Refuse(id live.OpID, why error) { p.out.push(refusal{id, why}) }

// Input writes to the standard input of a run, and ends it when end is set. It fails with
// CodeRunNotFound or as Process.Input does.
func (p *Peer) Input(run live.RunID, text string, end bool) error {
	if h := p.session.processes.find(run); h != nil {
		return h.input(text, end)
	}
	if p.session.view.Load().run(run) == nil {
		return fault.New(fault.CodeRunNotFound, "There is no run %s", run)
	}
	return fault.New(fault.CodeRunNotActive, "The run is not active")
}

// Leave ends following. Next returns io.EOF from then on.
func (p *Peer) Leave() {
	p.asks.endAll()
	if p.out.leave() {
		p.session.tell(departure{p})
	}
}

// Waiting is the next message if there is one already and it is not output; Next's goroutine may ask.
func (p *Peer) Waiting() (any, bool) {
	if i, err := p.out.take(); i != nil && err == nil {
		return p.message(i), true
	}
	return nil, false
}

// Next waits for the next message: the operations and answers in their order first, then signals,
// then output. It is one of wire.Opened, OpMessage, Ack, Reject, Signal, People, Output and Closed, ready to
// be sent. After Closed, and after Leave, it is io.EOF.
func (p *Peer) Next(ctx context.Context) (any, error) {
	for {
		switch m, err := p.out.take(); {
		case err != nil:
			return nil, err
		case m != nil:
			return p.message(m), nil
		}
		if m, err := p.output(ctx); m != nil || err != nil {
			return m, err
		}
		if p.out.idle() {
			select {
			case <-p.out.wake:
			case <-ctx.Done():
				return nil, canceled(ctx)
			}
		}
	}
}
