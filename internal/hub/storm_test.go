package hub_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/wire"
)

var (
	seedFlag  = flag.Uint64("seed", 0, "seed of the storm; 0 chooses one")
	stormFlag = flag.Int("storm", 30, "operations of each writer of the storm")
)

// writer is a browser in the storm: it keeps a replica and the operations that were not answered.
type writer struct {
	*rand.Rand
	t       *testing.T
	hub     func() *hub.Hub
	sent    func()
	client  live.ClientID
	peer    *hub.Peer
	state   live.State
	seq     int64
	counter uint64
	left    int // operations still to make
	pending []pendingOp
	refused map[live.OpID]bool
	unknown map[live.OpID]bool // the answer was lost with the server that gave it
	made    []live.OpID
}

type pendingOp struct {
	id live.OpID
	op live.Op
	to *hub.Hub
}

// run makes the writer's operations and returns when all are answered.
func (w *writer) run(ctx context.Context) {
	w.join(ctx)
	for w.left > 0 || len(w.pending) > 0 {
		switch n := w.IntN(100); {
		case n < 3:
			w.peer.Leave() // the connection is lost, and with it what was on the way
			w.join(ctx)
		case n < 6 && len(w.pending) > 0:
			again := w.pending[w.IntN(len(w.pending))]
			w.send(ctx, again)
		case n < 50 && w.left > 0 && len(w.pending) < 4:
			w.left--
			w.counter++
			p := pendingOp{id: live.NewOpID(w.client, w.counter), op: w.propose(), to: w.hub()}
			w.pending, w.made = append(w.pending, p), append(w.made, p.id)
			w.send(ctx, p)
			w.sent()
		case len(w.pending) > 0:
			w.receive(ctx)
		}
	}
}

// catchUp reads until the replica is at the head.
func (w *writer) catchUp(ctx context.Context, head int64) {
	for w.seq < head {
		w.receive(ctx)
	}
}

// join opens the channel, as often as it takes, and sends again what was not answered.
func (w *writer) join(ctx context.Context) {
	for {
		p, err := w.hub().Join(ctx, hub.JoinRequest{Workspace: "w", Channel: 1, Client: w.client, Since: w.seq})
		if err != nil {
			if ctx.Err() != nil {
				w.t.Errorf("%s: Join: %v", w.client, err)
				panic("the storm does not end")
			}
			continue
		}
		w.peer = p
		head, ok := w.opened(ctx)
		if !ok {
			continue
		}
		for w.seq < head {
			if !w.receiveOne(ctx) {
				break
			}
		}
		if w.seq >= head && w.peer == p {
			break
		}
	}
	for _, p := range w.pending {
		if w.peer.Submit(ctx, p.id, p.op) != nil {
			return // noticed by the next message
		}
	}
}

func (w *writer) opened(ctx context.Context) (int64, bool) {
	m, err := w.peer.Next(ctx)
	o, ok := m.(wire.Opened)
	if err != nil || !ok {
		return 0, false
	}
	if o.Snapshot != nil {
		w.state, w.seq = restored(w.t, o.Snapshot), o.Seq
		var open []pendingOp
		for _, p := range w.pending {
			if _, n, _ := p.id.Split(); n > o.Snapshot.Confirmed {
				open = append(open, p)
			} else {
				w.unknown[p.id] = true
			}
		}
		w.pending = open
	} else if o.Seq != w.seq {
		w.t.Errorf("%s: opened at %d instead of %d", w.client, o.Seq, w.seq)
	}
	return o.Head, true
}

func (w *writer) send(ctx context.Context, p pendingOp) {
	_ = w.peer.Submit(ctx, p.id, p.op) // a peer that has ended says so in Next
}

func (w *writer) receive(ctx context.Context) {
	if !w.receiveOne(ctx) {
		w.join(ctx)
	}
}

// receiveOne takes a message. It is false when the peer has ended.
func (w *writer) receiveOne(ctx context.Context) bool {
	m, err := w.peer.Next(ctx)
	if err != nil {
		if ctx.Err() != nil {
			w.t.Errorf("%s waits for %v at %d: %v", w.client, w.pending, w.seq, err)
			panic("the storm does not end")
		}
		return false
	}
	switch m := m.(type) {
	case wire.OpMessage:
		op, err := live.DecodeOp(m.Op)
		if err != nil {
			w.t.Errorf("%s: %v", w.client, err)
		}
		w.apply(live.Entry{Seq: m.Seq, ID: m.ID, Author: m.Author, At: m.At, Op: op})
		w.settle(m.ID)
	case wire.Ack:
		w.acknowledged(m)
	case wire.Reject:
		if w.settle(m.ID).op != nil {
			w.refused[m.ID] = true
		}
	case wire.Closed:
		return false
	}
	return true
}

// acknowledged applies the own operation where it took effect: rebased over what came before.
func (w *writer) acknowledged(m wire.Ack) {
	p := w.settle(m.ID)
	if m.Duplicate {
		w.unknown[m.ID] = p.to != w.hub()
		return
	}
	if p.op == nil {
		w.t.Errorf("%s: %s was confirmed twice", w.client, m.ID)
		return
	}
	w.apply(live.Entry{Seq: m.Seq, ID: m.ID, Author: "", At: m.At, Op: p.op})
}

func (w *writer) apply(e live.Entry) {
	if e.Seq != w.seq+1 {
		w.t.Errorf("%s: entry %d follows %d", w.client, e.Seq, w.seq)
	}
	out, err := live.Apply(w.state, e)
	if err != nil {
		w.t.Errorf("%s cannot apply entry %d %s: %v", w.client, e.Seq, e.ID, err)
		return
	}
	w.state, w.seq = out.State, e.Seq
}

func (w *writer) settle(id live.OpID) pendingOp {
	for i, p := range w.pending {
		if p.id == id {
			w.pending = append(w.pending[:i:i], w.pending[i+1:]...)
			return p
		}
	}
	return pendingOp{}
}

func (w *writer) propose() live.Op {
	cell := w.state.Cells[w.IntN(len(w.state.Cells))]
	after := w.state.Cells[w.IntN(len(w.state.Cells))].ID
	fresh := fmt.Sprintf("%s-%d", w.client, w.counter)
	switch n := w.IntN(20); {
	case n < 14:
		at := w.IntN(cell.Text.Len() + 1)
		to := min(cell.Text.Len(), at+w.IntN(3))
		c, err := text.Replace(at, to, text.Lossy(fresh[:1+w.IntN(3)]), cell.Text.Len())
		if err != nil {
			panic(err)
		}
		return live.EditText{Cell: cell.ID, Base: cell.Version, Changes: []text.ChangeSet{c}}
	case n < 15:
		return live.InsertCell{Cell: notebook.CellID(fresh), After: after, Kind: notebook.Code, Filename: fresh + ".ts"}
	case n < 16:
		return live.DeleteCell{Cell: cell.ID}
	case n < 17 && len(w.state.Removed) > 0:
		return live.RestoreCell{Cell: w.state.Removed[w.IntN(len(w.state.Removed))].Cell.ID}
	case n < 18:
		return live.MoveCell{Cell: cell.ID, After: after}
	case n < 19:
		return live.RenameCell{Cell: cell.ID, Filename: fmt.Sprintf("f%d.ts", w.IntN(9))}
	default:
		return live.SetTitle{Title: fresh}
	}
}

// restored is the state of a snapshot, with the history that a replica does not need left out.
func restored(t *testing.T, s *wire.Snapshot) live.State {
	cell := func(c wire.Cell) *live.Cell {
		return &live.Cell{
			Cell:    notebook.Cell{ID: c.ID, Kind: c.Kind, Filename: c.Filename, Text: text.Lossy(c.Text)},
			Version: c.Version,
		}
	}
	state := live.State{Title: s.Title, Language: s.Language, Runs: s.Runs}
	for _, c := range s.Cells {
		state.Cells = append(state.Cells, cell(c))
	}
	for _, r := range s.Removed {
		state.Removed = append(state.Removed, &live.Removed{Cell: cell(r.Cell), After: r.After})
	}
	return state
}

// visible is what people see of a state.
func visible(s live.State) string {
	out := s.Title + "\n"
	for _, c := range s.Cells {
		out += fmt.Sprintf("%s %s v%d %q\n", c.ID, c.Filename, c.Version, c.Text)
	}
	for _, r := range s.Removed {
		out += fmt.Sprintf("removed %s after %s v%d %q\n", r.Cell.ID, r.After, r.Cell.Version, r.Cell.Text)
	}
	for _, r := range s.Runs {
		out += fmt.Sprintf("run %s of %s: %s\n", r.ID, r.Cell, r.Phase)
	}
	return out
}

// TestStorm lets 50 writers lose their connections, send twice, and see the disk full for a while and
// the server restart. No
// operation is lost or applied twice, and every replica ends where the journal does.
func TestStorm(t *testing.T) {
	seed := *seedFlag
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("seed %d", seed)
	w := newWorld(t)
	var current atomic.Pointer[hub.Hub]
	current.Store(w.hub)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	writers := make([]*writer, 50)
	half, sent := make(chan struct{}), atomic.Int64{}
	count := func() {
		switch all := len(writers) * *stormFlag; int(sent.Add(1)) {
		case all / 4:
			w.journal.Fail(errStorage)
		case all * 3 / 8:
			w.journal.Fail(nil)
		case all / 2:
			close(half)
		}
	}
	var all sync.WaitGroup
	for i := range writers {
		writers[i] = &writer{
			Rand: rand.New(rand.NewPCG(seed, uint64(i))), t: t, hub: current.Load, sent: count, left: *stormFlag,
			client: live.ClientID(fmt.Sprintf("c%d", i)), refused: map[live.OpID]bool{}, unknown: map[live.OpID]bool{},
		}
		all.Go(func() { writers[i].run(ctx) })
	}
	<-half
	w.stop()
	w.start()
	current.Store(w.hub)
	all.Wait()

	head, _ := w.journal.LastSeq(ctx, "w")
	final, times := w.replayed("w")
	for _, x := range writers {
		x.catchUp(ctx, head)
		if got, want := visible(x.state), visible(final); got != want {
			t.Errorf("%s differs\n got %s\nwant %s", x.client, got, want)
		}
		x.account(times)
	}
	if got, _, _ := w.hub.State(ctx, "w"); visible(got) != visible(final) {
		t.Error("the hub's state is not the journal's")
	}
	t.Logf("%d entries in %d appends", head, w.journal.Appends())
}

// account checks that every operation was either refused or journalled once, never both or neither.
// One whose answer was lost together with the server may be either.
func (w *writer) account(times map[live.OpID]int) {
	for _, id := range w.made {
		switch n := times[id]; {
		case n > 1:
			w.t.Errorf("%s took effect %d times", id, n)
		case n == 1 && w.refused[id]:
			w.t.Errorf("%s took effect though it was refused", id)
		case n == 0 && !w.refused[id] && !w.unknown[id]:
			w.t.Errorf("%s was lost", id)
		}
	}
}

// replayed is the state that the journal leads to from the beginning, and how often it has each id.
func (w *world) replayed(workspace string) (live.State, map[live.OpID]int) {
	w.t.Helper()
	state, err := live.DecodeSnapshot(w.journal.First(workspace))
	if err != nil {
		w.t.Fatal(err)
	}
	entries, err := w.journal.Entries(w.t.Context(), workspace, 0, 1<<30)
	if err != nil {
		w.t.Fatal(err)
	}
	times := map[live.OpID]int{}
	for _, e := range entries {
		times[e.ID]++
		out, err := live.Apply(state, e)
		if err != nil {
			w.t.Fatalf("replay entry %d: %v", e.Seq, err)
		}
		state = out.State
	}
	return state, times
}

var errStorage = fault.New(fault.CodeStorageFull, "The disk is full")
