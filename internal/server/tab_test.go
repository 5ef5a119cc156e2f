package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/wire"
)

// tab is a browser tab that follows one workspace. It keeps a replica by the same rules as the server:
// what it shows is what a browser would.
type tab struct {
	t      testing.TB
	server *instance
	id     string // of the workspace
	client live.ClientID
	conn   *websocket.Conn

	counter uint64 // of the test's goroutine

	mu      sync.Mutex
	changed chan struct{} // closed and replaced at every change
	opened  *wire.Opened
	state   live.State
	seq     int64
	pending map[live.OpID]live.Op
	acks    map[live.OpID][]wire.Ack
	rejects map[live.OpID][]wire.Fault
	replays int // own operations that came back as operations
	outputs map[live.RunID]*output
	signals []wire.Signal
	people  []wire.People
	answers map[int64]wire.Answer
	found   map[notebook.CellID]wire.Diagnostics
	closed  *wire.Fault
	errors  []wire.Fault
	pongs   int
	ended   error
}

// output is what a tab has of a run's output.
type output struct {
	text   strings.Builder
	next   int64
	resets int
}

// dial opens a socket and reads its greeting.
func (s *instance) dial() *websocket.Conn {
	s.t.Helper()
	conn, _, err := websocket.Dial(s.t.Context(), s.ready.URL+"/api/socket", &websocket.DialOptions{
		HTTPHeader:      http.Header{"Authorization": {"Bearer " + s.ready.Token}},
		CompressionMode: websocket.CompressionNoContextTakeover,
	})
	check(s.t, err)
	conn.SetReadLimit(wire.MaxMessageBytes)
	s.t.Cleanup(func() { _ = conn.CloseNow() })
	return conn
}

// open follows a workspace from its present state.
func (s *instance) open(id string, client live.ClientID) *tab {
	s.t.Helper()
	c := &tab{
		t: s.t, server: s, id: id, client: client, changed: make(chan struct{}), pending: map[live.OpID]live.Op{},
		acks: map[live.OpID][]wire.Ack{}, rejects: map[live.OpID][]wire.Fault{}, outputs: map[live.RunID]*output{},
		answers: map[int64]wire.Answer{}, found: map[notebook.CellID]wire.Diagnostics{},
	}
	c.join(s)
	return c
}

// join opens the channel, again when the tab has been connected before.
func (c *tab) join(s *instance) {
	c.t.Helper()
	c.server, c.conn = s, s.dial()
	c.mu.Lock()
	c.opened, c.closed, c.ended = nil, nil, nil
	since := c.seq
	have := map[live.RunID]int64{}
	for run, o := range c.outputs {
		have[run] = o.next
	}
	c.mu.Unlock()
	go c.read(c.conn)
	c.say(wire.Open{Type: "open", Channel: 1, Workspace: c.id, Client: c.client, Since: since, Outputs: have})
	c.until("the channel is open", func() bool { return c.opened != nil && c.seq >= c.opened.Head })
}

// leave closes the socket as a closed tab does.
func (c *tab) leave() { _ = c.conn.CloseNow() }

func (c *tab) say(message any) {
	c.t.Helper()
	raw, err := json.Marshal(message)
	check(c.t, err)
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	if err := c.conn.Write(ctx, websocket.MessageText, raw); err != nil {
		c.t.Fatalf("write to the socket: %v", err)
	}
}

func (c *tab) read(conn *websocket.Conn) {
	for {
		_, raw, err := conn.Read(context.Background()) // ends with the connection
		c.mu.Lock()
		if err == nil {
			err = c.take(raw)
		}
		c.ended = err
		close(c.changed)
		c.changed = make(chan struct{})
		c.mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (c *tab) take(frame []byte) error {
	messages, err := wire.Messages(frame)
	for i := 0; err == nil && i < len(messages); i++ {
		err = c.takeOne(messages[i])
	}
	return err
}

func (c *tab) takeOne(raw []byte) error {
	var head struct{ Type string }
	if err := json.Unmarshal(raw, &head); err != nil {
		return err
	}
	switch head.Type {
	case "welcome":
		return nil
	case "pong":
		c.pongs++
		return nil
	case "opened":
		return receive(raw, c.start)
	case "op":
		return receive(raw, c.apply)
	case "ack":
		return receive(raw, c.confirm)
	case "reject":
		return receive(raw, func(m wire.Reject) error {
			c.rejects[m.ID] = append(c.rejects[m.ID], m.Fault)
			delete(c.pending, m.ID)
			return nil
		})
	case "output":
		return receive(raw, c.print)
	case "signal":
		return receive(raw, func(m wire.Signal) error { c.signals = append(c.signals, m); return nil })
	case "people":
		return receive(raw, func(m wire.People) error { c.people = append(c.people, m); return nil })
	case "answer":
		return receive(raw, func(m wire.Answer) error { c.answers[m.ID] = m; return nil })
	case "diagnostics":
		return receive(raw, func(m wire.Diagnostics) error { c.found[m.Cell] = m; return nil })
	case "closed":
		return receive(raw, func(m wire.Closed) error { c.closed = &m.Fault; return nil })
	case "error":
		return receive(raw, func(m wire.Error) error { c.errors = append(c.errors, m.Fault); return nil })
	default:
		return fmt.Errorf("a message of type %q", head.Type)
	}
}

func receive[M any](raw []byte, then func(M) error) error {
	var m M
	if err := json.Unmarshal(raw, &m); err != nil {
		return err
	}
	return then(m)
}

func (c *tab) start(m wire.Opened) error {
	c.opened = &m
	if m.Snapshot == nil {
		return nil
	}
	c.seq, c.state = m.Seq, live.State{Title: m.Snapshot.Title, Language: m.Snapshot.Language, Runs: m.Snapshot.Runs}
	for _, cell := range m.Snapshot.Cells {
		c.state.Cells = append(c.state.Cells, cellOf(cell))
	}
	for _, r := range m.Snapshot.Removed {
		c.state.Removed = append(c.state.Removed, &live.Removed{Cell: cellOf(r.Cell), After: r.After})
	}
	return nil
}

func cellOf(c wire.Cell) *live.Cell {
	return &live.Cell{
		Cell:    notebook.Cell{ID: c.ID, Kind: c.Kind, Filename: c.Filename, Text: text.Lossy(c.Text)},
		Version: c.Version,
	}
}

func (c *tab) apply(m wire.OpMessage) error {
	op, err := live.DecodeOp(m.Op)
	if err != nil {
		return err
	}
	if _, own := c.pending[m.ID]; own {
		c.replays++
		delete(c.pending, m.ID)
	}
	return c.advance(live.Entry{Seq: m.Seq, ID: m.ID, Author: m.Author, At: m.At, Op: op})
}

func (c *tab) confirm(m wire.Ack) error {
	c.acks[m.ID] = append(c.acks[m.ID], m)
	op, waits := c.pending[m.ID]
	delete(c.pending, m.ID)
	switch {
	case m.Duplicate:
		return nil
	case !waits:
		return fmt.Errorf("operation %s was acknowledged without being sent", m.ID)
	}
	return c.advance(live.Entry{Seq: m.Seq, ID: m.ID, At: m.At, Op: op})
}

func (c *tab) advance(e live.Entry) error {
	if e.Seq != c.seq+1 {
		return fmt.Errorf("entry %d came after %d", e.Seq, c.seq)
	}
	out, err := live.Apply(c.state, e)
	if err != nil {
		return fmt.Errorf("apply entry %d: %w", e.Seq, err)
	}
	c.state, c.seq = out.State, e.Seq
	return nil
}

func (c *tab) print(m wire.Output) error {
	o := c.outputs[m.Run]
	if o == nil || m.Reset {
		fresh := &output{next: m.From}
		if o != nil {
			fresh.resets = o.resets + 1
		}
		o = fresh
		c.outputs[m.Run] = o
	}
	if m.From != o.next {
		return fmt.Errorf("output of %s goes on at %d after %d", m.Run, m.From, o.next)
	}
	for _, chunk := range m.Chunks {
		o.text.WriteString(chunk.Text)
	}
	o.next = m.To
	return nil
}

// until waits for something to become true; the tab's state may be looked at in holds.
func (c *tab) until(what string, holds func() bool) {
	c.t.Helper()
	late := time.After(patience)
	for {
		c.mu.Lock()
		done, ended, changed := holds(), c.ended, c.changed
		c.mu.Unlock()
		switch {
		case done:
			return
		case ended != nil:
			c.t.Fatalf("waiting until %s: the connection ended: %v", what, ended)
		}
		select {
		case <-changed:
		case <-late:
			c.mu.Lock()
			defer c.mu.Unlock()
			c.t.Fatalf("waiting until %s: it did not happen; seq %d, runs %s, errors %v", what, c.seq, describe(c.state.Runs), c.errors)
		}
	}
}

func describe(runs []*live.Run) string {
	raw, err := json.Marshal(runs)
	if err != nil {
		return err.Error()
	}
	return last(string(raw), 2000)
}

// send submits an operation under the next id.
func (c *tab) send(op live.Op) live.OpID {
	c.t.Helper()
	c.counter++
	id := live.NewOpID(c.client, c.counter)
	c.sendAs(id, op)
	return id
}

func (c *tab) sendAs(id live.OpID, op live.Op) {
	c.t.Helper()
	raw, err := live.EncodeOp(op)
	check(c.t, err)
	c.mu.Lock()
	c.pending[id] = op
	c.mu.Unlock()
	c.say(wire.Submit{Type: "op", Channel: 1, ID: id, Op: raw})
}

// do submits an operation that has to be accepted, and waits for it.
func (c *tab) do(op live.Op) wire.Ack {
	c.t.Helper()
	id := c.send(op)
	c.until("the operation is answered", func() bool { return len(c.acks[id])+len(c.rejects[id]) > 0 })
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.rejects[id]) > 0 {
		c.t.Fatalf("%s was refused: %+v", live.TypeOf(op), c.rejects[id])
	}
	return c.acks[id][0]
}

// refused submits an operation that has to be refused with a code.
func (c *tab) refused(op live.Op, code string) {
	c.t.Helper()
	id := c.send(op)
	c.until("the operation is answered", func() bool { return len(c.acks[id])+len(c.rejects[id]) > 0 })
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.rejects[id]) != 1 || c.rejects[id][0].Code != code {
		c.t.Errorf("%s: got acknowledgements %v and refusals %v, want a refusal with %s", live.TypeOf(op), c.acks[id], c.rejects[id], code)
	}
}

// cell is the cell with a file name.
func (c *tab) cell(filename string) *live.Cell {
	c.t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	cell := c.state.CellByFilename(filename)
	if cell == nil {
		c.t.Fatalf("there is no cell %s", filename)
	}
	return cell
}

// edit makes the text of a cell what it is given, as one operation.
func (c *tab) edit(filename, after string) live.EditText {
	c.t.Helper()
	cell := c.cell(filename)
	return live.EditText{Cell: cell.ID, Base: cell.Version, Changes: []text.ChangeSet{text.Diff(cell.Text, text.Lossy(after))}}
}

// run starts cells, watches all that they print and returns the ids of their runs.
func (c *tab) run(filenames ...string) []live.RunID {
	c.t.Helper()
	var op live.StartRuns
	var ids []live.RunID
	for _, name := range filenames {
		id := live.RunID(fmt.Sprintf("%s-%d-%d", c.client, c.counter, len(ids)))
		ids = append(ids, id)
		op.Runs = append(op.Runs, live.RunRequest{Run: id, Cell: c.cell(name).ID})
	}
	c.do(op)
	for _, id := range ids {
		c.say(wire.Watch{Type: "watch", Channel: 1, Run: id})
	}
	return ids
}

// finish starts one cell, waits for its end and for all of its output.
func (c *tab) finish(filename string) (live.Exit, string) {
	c.t.Helper()
	id := c.run(filename)[0]
	return c.exit(id), c.text(id)
}

// exit waits for the end of a run.
func (c *tab) exit(run live.RunID) live.Exit {
	c.t.Helper()
	c.untilPhase(run, live.Exited)
	return *c.find(run).Exit
}

func (c *tab) untilPhase(run live.RunID, phase live.Phase) {
	c.t.Helper()
	c.until(fmt.Sprintf("run %s is %s", run, phase), func() bool {
		r := c.lookup(run)
		return r != nil && r.Phase == phase
	})
}

func (c *tab) find(run live.RunID) *live.Run {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lookup(run)
}

func (c *tab) lookup(run live.RunID) *live.Run {
	i := slices.IndexFunc(c.state.Runs, func(r *live.Run) bool { return r.ID == run })
	if i < 0 {
		return nil
	}
	return c.state.Runs[i]
}

// text waits until the tab has the output of an ended run as the server keeps it, and returns it.
func (c *tab) text(run live.RunID) string {
	c.t.Helper()
	want := string(c.server.send("GET", at(c.id, "/runs/"+string(run)+"/output"), nil).body)
	if want == "" {
		return ""
	}
	c.until("the output is there", func() bool { o := c.outputs[run]; return o != nil && o.text.String() == want })
	return want
}

// untilPrinted waits for text in the output of a run.
func (c *tab) untilPrinted(run live.RunID, part string) {
	c.t.Helper()
	c.until(fmt.Sprintf("run %s prints %q", run, part), func() bool {
		o := c.outputs[run]
		return o != nil && strings.Contains(o.text.String(), part)
	})
}

// texts are the cells of the replica by file name.
func (c *tab) texts() map[string]string {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := map[string]string{}
	for _, cell := range c.state.Cells {
		all[string(cell.Kind)+" "+cell.Filename] += cell.Text.String()
	}
	return all
}

func wantSame(t testing.TB, what string, got, want map[string]string) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}
