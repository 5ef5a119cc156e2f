package hub_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/wire"
)

const excerpt = 64 << 10

// sizeOf is the size of output of one stream without long lines.
func sizeOf(text string) wire.OutputSize {
	lines := strings.Count(text, "\n")
	if !strings.HasSuffix(text, "\n") {
		lines++
	}
	return wire.OutputSize{Bytes: int64(len(text)), Lines: int64(lines)}
}

func linesOfText(from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		fmt.Fprintf(&b, "line %d of the output\n", i)
	}
	return b.String()
}

// TestExcerpt sends a peer the beginning of a run's output and how much there is, until it watches the
// run: while the run goes on, when it has ended, and from the store.
func TestExcerpt(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		v := &viewer{t: t}
		run := w.begin("r")
		run.Sink.Output("out", "first\n")
		v.follow(p)
		if v.text.String() != "first\n" || v.all != nil {
			t.Fatalf("got %q, of %v", v.text.String(), v.all)
		}
		text := "first\n" + linesOfText(0, 10_000)
		run.Sink.Output("out", text[6:])
		check := func(name string, v *viewer) {
			t.Helper()
			got := v.text.String()
			if len(got) < excerpt/2 || len(got) > 2*excerpt || !strings.HasPrefix(text, got) || v.resets != 0 {
				t.Errorf("%s: %d bytes, %d resets", name, len(got), v.resets)
			}
			if want := sizeOf(text); v.all == nil || *v.all != want {
				t.Errorf("%s: %v in all, want %v", name, v.all, want)
			}
		}
		v.follow(p)
		check("live", v)
		held := v.text.Len()
		text += linesOfText(10_000, 20_000)
		run.Sink.Output("out", text[len(text)-len(linesOfText(10_000, 20_000)):])
		v.follow(p)
		check("more", v)
		if v.text.Len() != held {
			t.Errorf("%d bytes became %d", held, v.text.Len())
		}
		late := func(name string) {
			v := &viewer{t: t}
			p := w.join(hub.JoinRequest{Client: "late"})
			v.follow(p)
			check(name, v)
			p.Watch("r", true)
			v.follow(p)
			if v.text.String() != text || v.all != nil || v.resets != 0 {
				t.Errorf("%s: %d bytes of %d, of %v, %d resets", name, v.text.Len(), len(text), v.all, v.resets)
			}
			p.Leave()
		}
		late("joined while it goes on")
		run.Exit(0)
		late("ended")
		time.Sleep(time.Minute)
		late("stored")
		w.stop()
		w.start()
		late("after a restart")
	})
}

// TestExcerptOnResume bounds what a peer is sent that missed much of what it does not watch.
func TestExcerptOnResume(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		run := w.begin("r")
		for i := range 100 {
			run.Sink.Output("out", linesOfText(1_000*i, 1_000*(i+1)))
			time.Sleep(time.Second)
		}
		text := linesOfText(0, 100_000)
		v := &viewer{t: t, next: 5}
		v.follow(w.join(hub.JoinRequest{Client: "tab", Outputs: map[live.RunID]int64{"r": 5}}))
		if got := v.text.String(); len(got) > 2*excerpt || !strings.Contains(text, got) || got == "" || v.resets != 0 {
			t.Errorf("%d bytes, %d resets", len(got), v.resets)
		}
		if want := sizeOf(text); v.all == nil || *v.all != want {
			t.Errorf("%v in all, want %v", v.all, want)
		}
	})
}

// TestUnwatched ends what a peer is sent. One that has but a tail goes back to the beginning.
func TestUnwatched(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		run := w.begin("r")
		p.Watch("r", true)
		v := &viewer{t: t}
		run.Sink.Output("out", linesOfText(0, 20_000))
		v.follow(p)
		p.Watch("r", false)
		held := v.text.Len()
		run.Sink.Output("out", linesOfText(0, 20_000))
		v.follow(p)
		if v.text.Len() != held || v.all == nil || v.all.Lines != 40_000 {
			t.Errorf("%d bytes after %d, of %v", v.text.Len(), held, v.all)
		}
		p.Watch("r", true)
		for range 3 {
			for range 500 {
				run.Sink.Output("out", strings.Repeat("flood\n", 5_000))
			}
			v.follow(p)
		}
		if v.resets == 0 {
			t.Fatal("the viewer kept up")
		}
		p.Watch("r", false)
		v.follow(p)
		if got := v.text.String(); len(got) > 2*excerpt || !strings.HasPrefix(got, "line 0 ") {
			t.Errorf("%d bytes that begin with %.20q", len(got), got)
		}
		p.Watch("unknown", true)
		run.Exit(0)
		v.follow(p)
	})
}

// TestSizeOfAFlood counts the lines of what is kept, as a viewer who watches sees them.
func TestSizeOfAFlood(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		run := w.begin("r")
		for range 500 {
			run.Sink.Output("out", strings.Repeat("a line of output\n", 3_000)+"cut")
		}
		run.Exit(0)
		v := &viewer{t: t}
		v.follow(p)
		if v.all == nil {
			t.Fatal("the peer was sent all")
		}
		all := *v.all
		p.Watch("r", true)
		v.follow(p)
		lines := strings.Count(v.text.String(), "\n") + 1 + v.cuts + 1 // the note ends a line
		if all.Lines < int64(lines-1) || all.Lines > int64(lines) {
			t.Errorf("%d lines in all, %d at the viewer", all.Lines, lines)
		}
		w.stop()
		w.start()
		v = &viewer{t: t}
		v.follow(w.join(hub.JoinRequest{Client: "late"}))
		if v.all == nil || *v.all != all {
			t.Errorf("%v in the store, %v before", v.all, all)
		}
	})
}
