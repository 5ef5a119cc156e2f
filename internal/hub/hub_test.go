package hub_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/hub/hubtest"
	"github.com/srcbook/srcbook/internal/wire"
)

// world is a hub over stand-ins, with the workspace "w" of two code cells, a.ts and b.ts.
type world struct {
	t       *testing.T
	journal *hubtest.Journal
	output  *hubtest.Output
	runner  *hubtest.Runner
	config  hub.Config
	hub     *hub.Hub
	stop    func()
}

func newWorld(t *testing.T, change ...func(*hub.Config)) *world {
	t.Helper()
	w := &world{t: t, journal: hubtest.NewJournal(), output: hubtest.NewOutput(), runner: hubtest.NewRunner()}
	n := notebook.New("Storm", notebook.TypeScript)
	n.Cells = append(n.Cells,
		notebook.Cell{ID: "m", Kind: notebook.Markdown, Text: text.Lossy("# Words")},
		notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "a.ts", Text: text.Lossy("export const a = 1;\n")},
		notebook.Cell{ID: "b", Kind: notebook.Code, Filename: "b.ts", Text: text.Lossy("import { a } from './a.ts';\n")},
	)
	w.journal.Create("w", n)
	w.config = hub.Config{Journal: w.journal, Logs: w.output, Runner: w.runner, Log: slog.New(slog.DiscardHandler)}
	for _, f := range change {
		f(&w.config)
	}
	w.start()
	t.Cleanup(func() { w.stop() })
	return w
}

// start serves a new hub over the same storage.
func (w *world) start() {
	ctx, cancel := context.WithCancel(context.Background())
	h := hub.New(w.config)
	done := make(chan error, 1)
	go func() { done <- h.Serve(ctx) }()
	w.hub, w.stop = h, func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Errorf("Serve = %v", err)
		}
		w.stop = func() {}
	}
}

func (w *world) join(r hub.JoinRequest) *hub.Peer {
	w.t.Helper()
	if r.Workspace == "" {
		r.Workspace = "w"
	}
	p, err := w.hub.Join(w.t.Context(), r)
	if err != nil {
		w.t.Fatalf("Join(%+v): %v", r, err)
	}
	return p
}

// next is the peer's next message of type M, skipping others.
func next[M any](t *testing.T, p *hub.Peer) M {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		m, err := p.Next(ctx)
		if err != nil {
			t.Fatalf("Next: %v", err)
		}
		if want, ok := m.(M); ok {
			return want
		}
	}
}

func (w *world) submit(p *hub.Peer, id live.OpID, op live.Op) {
	w.t.Helper()
	if err := p.Submit(w.t.Context(), id, op); err != nil {
		w.t.Fatalf("Submit(%s): %v", id, err)
	}
}

func TestEditReachesAll(t *testing.T) {
	w := newWorld(t)
	ada := w.join(hub.JoinRequest{Channel: 1, Client: "ada", Author: "Ada"})
	bob := w.join(hub.JoinRequest{Channel: 7, Client: "bob", Author: "Bob"})
	if got := next[wire.Opened](t, ada); got.Snapshot == nil || got.Seq != 0 || len(got.Snapshot.Cells) != 5 {
		t.Fatalf("Opened = %+v", got)
	}
	w.submit(ada, "ada:1", live.SetTitle{Title: "New"})
	ack := next[wire.Ack](t, ada)
	if ack.ID != "ada:1" || ack.Seq != 1 || ack.Channel != 1 || ack.Duplicate {
		t.Fatalf("Ack = %+v", ack)
	}
	op := next[wire.OpMessage](t, bob)
	if op.ID != "ada:1" || op.Seq != 1 || op.Channel != 7 || op.Author != "Ada" || string(op.Op) != `{"type":"title.set","title":"New"}` {
		t.Fatalf("OpMessage = %+v %s", op, op.Op)
	}
	w.submit(ada, "ada:1", live.SetTitle{Title: "New"})
	if got := next[wire.Ack](t, ada); !got.Duplicate || got.Seq != 1 {
		t.Fatalf("Ack of a duplicate = %+v", got)
	}
	w.submit(bob, "bob:1", live.DeleteCell{Cell: "nowhere"})
	if got := next[wire.Reject](t, bob); got.Fault.Code != "SB-3001" {
		t.Fatalf("Reject = %+v", got)
	}
}

func TestRunToItsEnd(t *testing.T) {
	w := newWorld(t)
	ada := w.join(hub.JoinRequest{Channel: 1, Client: "ada"})
	w.submit(ada, "ada:1", live.StartRuns{Runs: []live.RunRequest{{Run: "r1", Cell: "a"}}})
	run := <-w.runner.Started()
	run.Evaluate()
	run.Sink.Output("out", "hello ")
	run.Sink.Output("out", "world\n")
	var got strings.Builder
	for got.String() != "hello world\n" {
		for _, c := range next[wire.Output](t, ada).Chunks {
			got.WriteString(c.Text)
		}
	}
	if err := ada.Input("r1", "yes\n", true); err != nil || run.Typed() != "yes\n<end>" {
		t.Fatalf("Input = %v, typed %q", err, run.Typed())
	}
	run.Exit(0)
	for {
		op := next[wire.OpMessage](t, ada)
		if strings.Contains(string(op.Op), `"exited"`) {
			break
		}
	}
	w.stop()
	w.start()
	chunks, _, err := w.hub.Output(t.Context(), "w", "r1", 0)
	if err != nil || len(chunks) == 0 {
		t.Fatalf("Output after a restart = %v, %v", chunks, err)
	}
	s, _, err := w.hub.State(t.Context(), "w")
	if err != nil || len(s.Runs) != 1 || s.Runs[0].Exit == nil || s.Runs[0].Exit.Reason != live.Finished {
		t.Fatalf("State after a restart = %+v, %v", s.Runs, err)
	}
}
