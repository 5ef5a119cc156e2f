package hub_test

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/wire"
)

// tongue is a language service that remembers what it was told and answers with the title of the question
// and the text of the first code cell.
type tongue struct {
	mu      sync.Mutex
	opened  int
	closed  int
	sink    hub.LanguageSink
	cells   []*live.Cell
	notices []hub.LanguageNotice
	stuck   chan struct{} // questions wait for it to be closed, when it is not nil
}

func (l *tongue) Open(_ string, sink hub.LanguageSink) hub.Language {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.opened, l.sink = l.opened+1, sink
	return l
}

func (l *tongue) Follow(cells []*live.Cell, _ notebook.Language) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cells = cells
}

func (l *tongue) Ask(ctx context.Context, method string, _ json.RawMessage) (hub.LanguageAnswer, error) {
	l.mu.Lock()
	stuck, cells := l.stuck, l.cells
	l.mu.Unlock()
	if stuck != nil {
		select {
		case <-stuck:
		case <-ctx.Done():
			return hub.LanguageAnswer{}, fault.New(fault.CodeCanceled, "given up")
		}
	}
	if method == "refused" {
		return hub.LanguageAnswer{}, fault.New(fault.CodeLanguageAsk, "No")
	}
	versions := map[notebook.CellID]int{}
	for _, c := range cells {
		versions[c.ID] = c.Version
	}
	return hub.LanguageAnswer{Result: json.RawMessage(`"` + method + `"`), Versions: versions}, nil
}

// Symbols finds a function of the title of the query in each code cell.
func (l *tongue) Symbols(ctx context.Context, query string) ([]wire.Symbol, error) {
	answer, err := l.Ask(ctx, "symbols", nil)
	var found []wire.Symbol
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.cells {
		if answer.Versions != nil && c.Kind == notebook.Code {
			found = append(found, wire.Symbol{Name: query, Kind: "function", Cell: string(c.ID), Filename: c.Filename, Line: 1})
		}
	}
	return found, err
}

func (l *tongue) Notice(n hub.LanguageNotice) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.notices = append(l.notices, n)
}

func (l *tongue) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed++
}

func (l *tongue) count() (opened, closed int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.opened, l.closed
}

func speaking(l *tongue) func(*hub.Config) { return func(c *hub.Config) { c.Languages = l } }

func (w *world) ask(p *hub.Peer, id int64, method string) {
	w.t.Helper()
	if err := p.Ask(w.t.Context(), id, method, nil); err != nil {
		w.t.Fatalf("Ask %d: %v", id, err)
	}
}

// heard are the messages of the language service among those that come for a peer, in words.
func heard(t *testing.T, p *hub.Peer) []string {
	var all []string
	for _, m := range drainPeer(t, p) {
		switch m := m.(type) {
		case wire.Answer:
			if m.Fault != nil {
				all = append(all, fmt.Sprintf("answer %d %s", m.ID, m.Fault.Code))
			} else {
				all = append(all, fmt.Sprintf("answer %d %s a=%d", m.ID, m.Result, m.Versions["a"]))
			}
		case wire.Diagnostics:
			all = append(all, fmt.Sprintf("%s %d: %d", m.Cell, m.Version, len(m.Items)))
		case wire.Signal:
			if m.Language != nil {
				all = append(all, m.Language.State)
			}
		}
	}
	return all
}

// A question is about the operations that were submitted before it.
func TestQuestionsComeAfterOperations(t *testing.T) {
	l := &tongue{}
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		before := w.state().Cell("a").Text
		for i := range 5 {
			after := text.Lossy(before.String() + "x")
			op := live.EditText{Cell: "a", Base: i, Changes: []text.ChangeSet{text.Diff(before, after)}}
			before = after
			w.submit(p, live.NewOpID("tab", uint64(i+1)), op)
			w.ask(p, int64(i+1), "q")
		}
		got := heard(t, p)
		slices.Sort(got)
		want := []string{`answer 1 "q" a=1`, `answer 2 "q" a=2`, `answer 3 "q" a=3`, `answer 4 "q" a=4`, `answer 5 "q" a=5`, "starting"}
		for i, g := range got {
			if i < len(want) && g < want[i] { // it may be about a newer text, never about an older one
				t.Errorf("got %s, want %s", g, want[i])
			}
		}
		if len(got) != len(want) {
			t.Errorf("got %q", got)
		}
		w.ask(p, 6, "refused")
		if got := heard(t, p); !reflect.DeepEqual(got, []string{"answer 6 SB-8005"}) {
			t.Errorf("got %q", got)
		}
	}, speaking(l))
}

// Of findings and statuses a peer gets the latest, whenever it reads or joins.
func TestFindingsAreTheLatest(t *testing.T) {
	l := &tongue{}
	bubble(t, func(t *testing.T, w *world) {
		p := w.join(hub.JoinRequest{Client: "tab"})
		l.sink.Standing(wire.LanguageStatus{State: "ready"})
		for version := range 10_000 {
			l.sink.Diagnosed("a", version, make([]wire.Diagnostic, 2))
		}
		l.sink.Diagnosed("gone", 1, make([]wire.Diagnostic, 1))
		l.sink.Diagnosed("b", 1, nil)
		if got, want := heard(t, p), []string{"ready", "a 9999: 2", "gone 1: 1", "b 1: 0"}; !reflect.DeepEqual(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		late := w.join(hub.JoinRequest{Client: "late"})
		if got, want := heard(t, late), []string{"ready", "a 9999: 2"}; !reflect.DeepEqual(got, want) {
			t.Errorf("one who joins late got %q, want %q", got, want)
		}
	}, speaking(l))
}

func TestQuestionsAreBounded(t *testing.T) {
	l := &tongue{stuck: make(chan struct{})}
	bubble(t, func(t *testing.T, w *world) {
		l.stuck = make(chan struct{}) // of this test's world
		p := w.join(hub.JoinRequest{Client: "tab"})
		for id := range int64(wire.MaxAsks) {
			w.ask(p, id, "q")
		}
		if err := p.Ask(t.Context(), 99, "q", nil); fault.From(err).Code != fault.CodeRateLimited {
			t.Errorf("one more is answered by %v", err)
		}
		p.Forget(3)
		w.ask(p, 100, "q")
		close(l.stuck)
		if got := heard(t, p); len(got) != wire.MaxAsks+1 || slices.ContainsFunc(got, func(s string) bool { return s == `answer 3 "q" a=0` }) {
			t.Errorf("got %d: %q", len(got), got)
		}
	}, speaking(l))
}

// The service is open while somebody looks, and a while longer.
func TestServiceRests(t *testing.T) {
	l := &tongue{}
	bubble(t, func(t *testing.T, w *world) {
		w.do("Ada", title(1))
		if opened, _ := l.count(); opened != 0 {
			t.Error("it is open for nobody")
		}
		if err := w.hub.NoticeLanguage("w", hub.LanguageRestart); fault.From(err).Code != fault.CodeLanguageOff {
			t.Errorf("a service that is not open is told: %v", err)
		}
		p := w.join(hub.JoinRequest{Client: "tab"})
		p.Leave()
		time.Sleep(30 * time.Second)
		p = w.join(hub.JoinRequest{Client: "tab"})
		if opened, closed := l.count(); opened != 1 || closed != 0 {
			t.Errorf("reloading opened %d and closed %d", opened, closed)
		}
		w.hub.Signal("w", wire.Signal{Packages: &wire.PackagesStatus{State: "installing", Progress: &wire.Progress{}}})
		w.hub.Signal("w", wire.Signal{Packages: &wire.PackagesStatus{State: "up_to_date"}})
		if err := w.hub.NoticeLanguage("w", hub.LanguageRestart); err != nil {
			t.Error(err)
		}
		if want := []hub.LanguageNotice{hub.LanguagePackages, hub.LanguageRestart}; !reflect.DeepEqual(l.notices, want) {
			t.Errorf("it was told %v, want %v", l.notices, want)
		}
		p.Leave()
		time.Sleep(2 * time.Minute)
		if opened, closed := l.count(); opened != 1 || closed != 1 {
			t.Errorf("after a while %d were opened and %d closed", opened, closed)
		}
		w.join(hub.JoinRequest{Client: "tab"})
		if err := w.hub.Evict(t.Context(), "w"); err != nil {
			t.Fatal(err)
		}
		if opened, closed := l.count(); opened != 2 || closed != 2 {
			t.Errorf("evicting left %d opened and %d closed", opened, closed)
		}
	}, speaking(l))
}
