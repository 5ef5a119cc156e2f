package live

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

var stormFlag = flag.Int("storm", 20_000, "operations of the storm")

// replica is a browser: it applies what the server sent it so far, and keeps one unconfirmed edit
// per cell on top.
type replica struct {
	*rand.Rand
	client  ClientID
	counter uint64
	state   State
	inbox   []Entry
	drafts  map[notebook.CellID]*draft
}

// draft is an edit that was sent and not yet received back, and the text that the person sees.
type draft struct {
	id      OpID
	changes []text.ChangeSet
	text    text.Text
}

// receive applies one entry, mapping the unconfirmed edit of its cell over it.
func (r *replica) receive(t *testing.T) {
	e := r.inbox[0]
	r.inbox = r.inbox[1:]
	out, err := Apply(r.state, e)
	if err != nil {
		t.Fatalf("%s cannot apply entry %d: %v", r.client, e.Seq, err)
	}
	r.state = out.State
	op, ok := e.Op.(EditText)
	if !ok {
		return
	}
	d := r.drafts[op.Cell]
	switch {
	case d == nil:
	case d.id == e.ID:
		if got, want := fmt.Sprint(op.Changes), fmt.Sprint(d.changes); got != want {
			t.Fatalf("%s expected its edit as %s, the server made it %s", r.client, want, got)
		}
		if got := r.state.anyCell(op.Cell).Text; got != d.text {
			t.Fatalf("%s sees %q, the server has %q", r.client, d.text, got)
		}
		delete(r.drafts, op.Cell)
	default:
		for _, theirs := range op.Changes {
			d.rebase(t, theirs)
		}
	}
}

func (d *draft) rebase(t *testing.T, theirs text.ChangeSet) {
	for i, mine := range d.changes {
		var err error
		if d.changes[i], err = mine.Map(theirs, false); err != nil {
			t.Fatal(err)
		}
		if theirs, err = theirs.Map(mine, true); err != nil {
			t.Fatal(err)
		}
	}
	var err error
	if d.text, err = theirs.Apply(d.text); err != nil {
		t.Fatal(err)
	}
}

func (s State) anyCell(id notebook.CellID) *Cell {
	if c := s.cell(id); c != nil {
		return c
	}
	if i := s.removedIndex(id); i >= 0 {
		return s.Removed[i].Cell
	}
	return nil
}

// propose makes an operation from what the replica knows, which may be out of date.
func (r *replica) propose(t *testing.T) Entry {
	r.counter++
	e := Entry{ID: NewOpID(r.client, r.counter), Author: string(r.client), At: noon}
	for e.Op == nil {
		e.Op = r.op(t, e.ID)
	}
	return e
}

func (r *replica) op(t *testing.T, id OpID) Op {
	cell := r.state.Cells[r.IntN(len(r.state.Cells))].ID
	after := r.state.Cells[r.IntN(len(r.state.Cells))].ID
	name := fmt.Sprintf("f%d.ts", r.IntN(12))
	fresh := fmt.Sprintf("%s-%d", r.client, r.counter)
	switch n := r.IntN(100); {
	case n < 70:
		if r.drafts[cell] != nil {
			return nil
		}
		return r.edit(t, id, cell)
	case n < 74 && len(r.state.Cells) < 30:
		return InsertCell{Cell: notebook.CellID(fresh), After: after, Kind: notebook.Code, Filename: name, Text: "new"}
	case n < 78:
		return DeleteCell{cell}
	case n < 81 && len(r.state.Removed) > 0:
		return RestoreCell{r.state.Removed[r.IntN(len(r.state.Removed))].Cell.ID}
	case n < 85:
		return MoveCell{cell, after}
	case n < 88:
		return RenameCell{cell, name}
	case n < 90:
		return SetTitle{fresh}
	case n < 93:
		return StartRuns{Runs: []RunRequest{{Run: RunID(fresh), Cell: cell}, {Run: RunID(fresh + "x"), Cell: after}}, Restart: n == 92}
	case n < 94:
		return ClearOutput{cell}
	case len(r.state.Runs) == 0:
		return nil
	}
	run := r.state.Runs[r.IntN(len(r.state.Runs))]
	switch r.IntN(4) {
	case 0:
		return StopRun{run.ID}
	case 1:
		return exited(run.ID, Finished)
	case 2:
		return exited(run.ID, Failed)
	default:
		return advance(run.ID, Running)
	}
}

func (r *replica) edit(t *testing.T, id OpID, cell notebook.CellID) Op {
	c := r.state.cell(cell)
	d := &draft{id: id, text: c.Text}
	for range 1 + r.IntN(3) {
		change := r.change(d.text)
		seen, err := change.Apply(d.text)
		if err != nil {
			t.Fatal(err)
		}
		d.changes, d.text = append(d.changes, change), seen
	}
	r.drafts[cell] = d
	return EditText{Cell: cell, Base: c.Version, Changes: slices.Clone(d.changes)}
}

// change replaces one or two short ranges; texts stay ASCII so that no pair can be split.
func (r *replica) change(doc text.Text) text.ChangeSet {
	var edits []text.Edit
	at := 0
	for range 1 + r.IntN(2) {
		from := at + r.IntN(doc.Len()-at+1)
		to := min(doc.Len(), from+r.IntN(6))
		if doc.Len() < 60 && r.IntN(3) > 0 {
			to = from
		}
		insert := ""
		for range r.IntN(5) {
			insert += string("ab\nxyz"[r.IntN(6)])
		}
		edits = append(edits, text.Edit{From: from, To: to, Insert: text.Lossy(insert)})
		if at = to + 1; at > doc.Len() {
			break
		}
	}
	c, err := text.Edits(doc.Len(), edits...)
	if err != nil {
		panic(err)
	}
	return c
}

// TestStorm lets clients work with late knowledge. In the end every replica, the replay of the
// journal, and the replay from any snapshot on hold the same state, and nobody has lost an edit.
func TestStorm(t *testing.T) {
	r := random(t)
	server := begin(t)
	start := server.state
	clients := make([]*replica, 8)
	for i := range clients {
		clients[i] = &replica{
			Rand: r, client: ClientID(fmt.Sprintf("c%d", i)), state: start, drafts: map[notebook.CellID]*draft{},
		}
	}
	var middle State
	half := 0
	for n := range *stormFlag {
		c := clients[r.IntN(len(clients))]
		if r.IntN(3) > 0 {
			for k := r.IntN(len(c.inbox) + 1); k > 0; k-- {
				c.receive(t)
			}
			continue
		}
		e := c.propose(t)
		e.Seq = server.seq + 1
		before := len(server.entries)
		if err := server.try(e); err != nil {
			if op, ok := e.Op.(EditText); ok {
				delete(c.drafts, op.Cell)
			}
			continue
		}
		for _, to := range clients {
			to.inbox = append(to.inbox, server.entries[before])
		}
		if n > *stormFlag/2 && half == 0 {
			var err error
			if middle, err = DecodeSnapshot([]byte(encoded(t, server.state))); err != nil {
				t.Fatal(err)
			}
			half = len(server.entries)
		}
	}
	for _, c := range clients {
		for len(c.inbox) > 0 {
			c.receive(t)
		}
		if len(c.drafts) > 0 {
			t.Errorf("%s has unconfirmed edits left", c.client)
		}
		same(t, string(c.client), c.state, server.state)
	}
	same(t, "the replay", replay(t, start, server.entries), server.state)
	same(t, "the replay from a snapshot", replay(t, middle, server.entries[half:]), server.state)
	t.Logf("%d entries", len(server.entries))
}

// replay applies entries as they come from the journal.
func replay(t *testing.T, s State, entries []Entry) State {
	t.Helper()
	for _, e := range entries {
		raw, err := EncodeOp(e.Op)
		if err != nil {
			t.Fatal(err)
		}
		if e.Op, err = DecodeOp(raw); err != nil {
			t.Fatal(err)
		}
		out, err := Apply(s, e)
		if err != nil {
			t.Fatalf("replay entry %d: %v", e.Seq, err)
		}
		s = out.State
	}
	return s
}

// same compares two states but for how much history they still have.
func same(t *testing.T, name string, got, want State) {
	t.Helper()
	if g, w := encoded(t, withoutHistory(got)), encoded(t, withoutHistory(want)); g != w {
		t.Errorf("%s differs\n got %s\nwant %s", name, g, w)
	}
}

func withoutHistory(s State) State {
	cells, removed := s.Cells, s.Removed
	s.Cells, s.Removed = nil, nil
	for _, c := range cells {
		bare := *c
		bare.Updates = nil
		s.Cells = append(s.Cells, &bare)
	}
	for _, r := range removed {
		bare := *r.Cell
		bare.Updates = nil
		s.Removed = append(s.Removed, &Removed{Cell: &bare, After: r.After})
	}
	return s
}
