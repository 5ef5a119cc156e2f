package hub_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/hub/hubtest"
	"github.com/srcbook/srcbook/internal/wire"
)

// begin starts a run of cell a.
func (w *world) begin(run live.RunID) *hubtest.Run {
	w.t.Helper()
	w.do("Ada", live.StartRuns{Runs: []live.RunRequest{{Run: run, Cell: "a"}}})
	return <-w.runner.Started()
}

// viewer is the output of one run as a browser keeps it.
type viewer struct {
	t      *testing.T
	next   int64
	text   strings.Builder
	cuts   int
	resets int
	pieces int
	most   int // bytes held at once
	all    *wire.OutputSize
}

func (v *viewer) take(m any) {
	o, ok := m.(wire.Output)
	if !ok {
		return
	}
	v.pieces, v.all = v.pieces+1, o.All
	if o.Reset {
		v.resets++
		v.text.Reset()
		v.next, v.cuts = o.From, 0
	}
	if o.From != v.next {
		v.t.Errorf("a piece begins at %d after %d", o.From, v.next)
	}
	size := 0
	for _, c := range o.Chunks {
		if size += len(c.Text); c.Stream == "cut" {
			v.cuts++
			continue
		}
		v.text.WriteString(c.Text)
	}
	if cut := len(o.Chunks) == 1 && o.Chunks[0].Stream == "cut"; !cut && o.To-o.From != int64(len(o.Chunks)) {
		v.t.Errorf("chunks %d to %d are %d", o.From, o.To, len(o.Chunks))
	}
	if size > 256<<10 {
		v.t.Errorf("a piece of %d bytes", size)
	}
	v.next, v.most = o.To, max(v.most, v.text.Len())
}

// follow reads until nothing comes for a second.
func (v *viewer) follow(p *hub.Peer) {
	follow(v.t, p, v.take)
}

func TestOutputIsCoalesced(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		run := w.begin("r")
		v := &viewer{t: t}
		read := make(chan struct{})
		go func() { v.follow(p); close(read) }()
		var want strings.Builder
		for i := range 500 {
			stream := "out"
			if i%100 == 99 {
				stream = "err"
			}
			line := fmt.Sprintf("line %d é\n", i)
			want.WriteString(line)
			run.Sink.Output(stream, line)
			time.Sleep(time.Millisecond)
		}
		<-read
		if got := v.text.String(); got != want.String() {
			t.Errorf("got %d bytes, want %d", len(got), want.Len())
		}
		if v.pieces < 20 || v.pieces > 30 {
			t.Errorf("%d pieces in half a second", v.pieces)
		}
	})
}

// TestOutputLimit keeps of each run what the setting said when it began.
func TestOutputLimit(t *testing.T) {
	limit := 1 << 20
	bubble(t, func(t *testing.T, w *world) {
		line := strings.Repeat("x", 1023) + "\n"
		print3MB := func(id live.RunID) (kept int, cut bool) {
			run := w.begin(id)
			for range 3 << 10 {
				run.Sink.Output("out", line)
			}
			run.Sink.Advance(live.AdvanceRun{Phase: live.Exited, Exit: &live.Exit{Reason: live.Finished}})
			settled()
			p := w.join(hub.JoinRequest{Client: "tab"})
			defer p.Leave()
			v := &viewer{t: t}
			v.follow(p)
			chunks, _, err := w.hub.Output(t.Context(), "w", id, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range chunks {
				if c.Stream != "cut" {
					kept += len(c.Text)
				} else if cut = true; !strings.Contains(c.Text, "(SB-4013)") {
					t.Errorf("the note is %q", c.Text)
				}
			}
			if told := v.all != nil && v.all.Cut; told != cut {
				t.Errorf("a viewer of the beginning is told %+v", v.all)
			}
			return kept, cut
		}
		if kept, cut := print3MB("r1"); kept > limit || kept < limit*9/10 || !cut {
			t.Errorf("%d bytes, cut %v", kept, cut)
		}
		limit = 4 << 20
		if kept, cut := print3MB("r2"); kept != 3<<20 || cut {
			t.Errorf("after it was raised: %d bytes, cut %v", kept, cut)
		}
	}, func(c *hub.Config) {
		c.OutputBytes = func(context.Context) (int, error) { return limit, nil }
	})
}

// TestFirstOutputIsNotDelayed delivers the first piece without waiting for the pace.
func TestFirstOutputIsNotDelayed(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		run := w.begin("r")
		began := time.Now()
		run.Sink.Output("out", "hello")
		next[wire.Output](t, p)
		if d := time.Since(began); d != 0 {
			t.Errorf("it took %v", d)
		}
	})
}

// TestOutputResumes sends only what a peer lacks, from memory and from the store.
func TestOutputResumes(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		run := w.begin("r")
		for i := range 5 {
			run.Sink.Output("out", fmt.Sprint(i))
			time.Sleep(time.Second)
		}
		check := func(name string) {
			p := w.join(hub.JoinRequest{Client: "tab", Outputs: map[live.RunID]int64{"r": 3}})
			v := &viewer{t: t, next: 3}
			v.follow(p)
			if got := v.text.String(); got != "34" || v.resets != 0 {
				t.Errorf("%s: got %q after %d resets", name, got, v.resets)
			}
			p.Leave()
		}
		check("live")
		run.Exit(0)
		check("ended")
		w.stop()
		w.start()
		check("after a restart")
	})
}

// TestFlood writes 200 MB: memory stays flat, the head and the tail are kept with a note between,
// also in the store, and a viewer that cannot follow ends with the same.
func TestFlood(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		run := w.begin("r")
		p.Watch("r", true)
		v := &viewer{t: t}
		before := heap()
		line := strings.Repeat("x", 99) + "\n"
		block := strings.Repeat(line, 1_000)
		const blocks = 2_000
		ctx, cancel := context.WithCancel(t.Context())
		for i := range blocks {
			run.Sink.Output("out", block)
			if i%20 == 0 {
				time.Sleep(20 * time.Millisecond) // 100 MB/s
				m, err := p.Next(ctx)             // and a viewer that reads one message meanwhile
				if err != nil {
					t.Fatal(err)
				}
				v.take(m)
			}
			if i%500 == 499 {
				if grown := heap() - before; grown > 40<<20 {
					t.Errorf("the heap grew by %d MB", grown>>20)
				}
			}
		}
		cancel()
		run.Exit(0)
		v.follow(p)
		if v.resets == 0 || v.cuts != 1 {
			t.Errorf("%d resets, %d notes", v.resets, v.cuts)
		}
		check := func(name, got string, cuts int) {
			if n := len(got); n < 9<<20 || n > 11<<20 || cuts != 1 {
				t.Errorf("%s: %d bytes, %d notes", name, n, cuts)
			}
		}
		check("viewer", v.text.String(), v.cuts)
		time.Sleep(time.Minute)
		w.stop()
		w.start()
		late, latePeer := &viewer{t: t}, w.join(hub.JoinRequest{Client: "late"})
		latePeer.Watch("r", true)
		late.follow(latePeer)
		check("store", late.text.String(), late.cuts)
		if late.resets != 0 || late.text.String() != v.text.String() {
			t.Errorf("the store differs from what the viewer has; %d resets", late.resets)
		}
		check("download", w.download("r"), 1)
	})
}

func (w *world) download(run live.RunID) string {
	w.t.Helper()
	chunks, to, err := w.hub.Output(w.t.Context(), "w", run, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	if rest, end, err := w.hub.Output(w.t.Context(), "w", run, to); len(rest) > 0 || end != to || err != nil {
		w.t.Errorf("after the end: %d chunks to %d, %v", len(rest), end, err)
	}
	var all strings.Builder
	for _, c := range chunks {
		all.WriteString(c.Text)
	}
	return all.String()
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestQuickViewerOfAFlood starts anew from time to time, so that a browser's memory stays bounded.
func TestQuickViewerOfAFlood(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		run := w.begin("r")
		p.Watch("r", true)
		v := &viewer{t: t}
		read := make(chan struct{})
		go func() { v.follow(p); close(read) }()
		for range 300 {
			run.Sink.Output("out", strings.Repeat("y", 100_000))
			time.Sleep(25 * time.Millisecond)
		}
		run.Exit(0)
		<-read
		if n := v.text.Len(); n < 9<<20 || v.cuts != 1 || v.most > 11<<20 {
			t.Errorf("%d bytes, %d notes in the end; %d bytes at most", n, v.cuts, v.most)
		}
	})
}

// TestUTF8IsNotSplit cuts a long text between characters only.
func TestUTF8IsNotSplit(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		run := w.begin("r")
		p.Watch("r", true)
		text := "a" + strings.Repeat("é😀", 40_000)
		run.Sink.Output("out", text)
		run.Exit(0)
		v := &viewer{t: t}
		v.follow(p)
		if v.text.String() != text {
			t.Error("the text differs")
		}
		chunks, _, _ := w.hub.Output(t.Context(), "w", "r", 0)
		for i, c := range chunks {
			if strings.ToValidUTF8(c.Text, "") != c.Text || c.Text == "" {
				t.Errorf("chunk %d is not whole characters", i)
			}
		}
	})
}

// TestOutputOutlivesAStorageFault keeps what cannot be stored until it can.
func TestOutputOutlivesAStorageFault(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		w.output.Fail(errStorage)
		run := w.begin("r")
		run.Sink.Output("out", "kept")
		run.Exit(0)
		time.Sleep(time.Minute)
		if got := w.download("r"); got != "kept" {
			t.Errorf("while it cannot be stored: %q", got)
		}
		w.output.Fail(nil)
		time.Sleep(5 * time.Second)
		w.stop()
		w.start()
		if got := w.download("r"); got != "kept" {
			t.Errorf("after a restart: %q", got)
		}
	})
}

func TestClearedOutputIsDeleted(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		run := w.begin("r")
		run.Sink.Output("out", "x")
		run.Exit(0)
		time.Sleep(time.Second)
		if got := fmt.Sprint(w.output.Runs()); got != "[w/r]" {
			t.Fatalf("kept: %s", got)
		}
		w.do("Ada", live.ClearOutput{Cell: "a"})
		time.Sleep(time.Second)
		if got := fmt.Sprint(w.output.Runs()); got != "[]" {
			t.Fatalf("kept: %s", got)
		}
		synctest.Wait()
	})
}
