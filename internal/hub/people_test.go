package hub_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/hub"
	"github.com/srcbook/srcbook/internal/wire"
)

// watcher is a tab that keeps who it was told of.
type watcher struct {
	t        *testing.T
	peer     *hub.Peer
	you      int
	others   map[int]wire.Peer
	told     int // messages
	ended    *wire.Closed
	clientID live.ClientID
}

func (w *world) watch(client live.ClientID, author string) *watcher {
	w.t.Helper()
	v := &watcher{t: w.t, peer: w.join(hub.JoinRequest{Client: client, Author: author}), others: map[int]wire.Peer{}}
	v.look()
	return v
}

// look takes all that comes until nothing does for a second.
func (v *watcher) look() {
	for {
		ctx, cancel := context.WithTimeout(v.t.Context(), time.Second)
		m, err := v.peer.Next(ctx)
		cancel()
		if err != nil {
			return
		}
		switch m := m.(type) {
		case wire.People:
			v.take(m)
		case wire.Closed:
			v.ended = &m
		}
	}
}

func (v *watcher) take(m wire.People) {
	v.told++
	if m.All {
		clear(v.others)
	}
	v.you = m.You
	for _, p := range m.Peers {
		if p.Number == m.You && !m.All {
			v.t.Errorf("%d is told of itself", m.You)
		}
		if p.Number != m.You {
			v.others[p.Number] = p
		}
	}
	for _, n := range m.Left {
		delete(v.others, n)
	}
}

// sees lists the others as client, author and place.
func (v *watcher) sees() string {
	v.look()
	var all []string
	for _, n := range slices.Sorted(maps.Keys(v.others)) {
		p := v.others[n]
		line := fmt.Sprintf("%s of %s", p.Client, p.Author)
		if p.Cell != "" {
			line += fmt.Sprintf(" in %s", p.Cell)
		}
		if s := p.Selection; s != nil {
			line += fmt.Sprintf(" %d-%d@%d", s.Anchor, s.Head, s.Version)
		}
		if p.Viewing != "" {
			line += fmt.Sprintf(" viewing %s", p.Viewing)
		}
		all = append(all, line)
	}
	return strings.Join(all, ", ")
}

func (v *watcher) place(place wire.Place) {
	v.t.Helper()
	if err := v.peer.Place(place); err != nil {
		v.t.Fatal(err)
	}
}

func wantSees(t *testing.T, v *watcher, want string) {
	t.Helper()
	if got := v.sees(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPeopleComeAndGo(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ada := w.watch("a", "Ada")
		wantSees(t, ada, "")
		bob := w.watch("b", "Bob")
		wantSees(t, ada, "b of Bob")
		wantSees(t, bob, "a of Ada")
		bob.place(wire.Place{Cell: "a", Viewing: "m", Hidden: true})
		wantSees(t, ada, "b of Bob in a viewing m")
		if !ada.others[bob.you].Hidden {
			t.Error("the tab is looked at")
		}
		bob.place(wire.Place{})
		wantSees(t, ada, "b of Bob")
		bob.peer.Leave()
		wantSees(t, ada, "")
	})
}

// A tab that came back was there twice until its lost connection was noticed, half a minute.
func TestATabThatComesBackIsThereOnce(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ada, lost := w.watch("a", "Ada"), w.watch("b", "Bob")
		back := w.watch("b", "Bob")
		wantSees(t, ada, "b of Bob")
		wantSees(t, back, "a of Ada")
		lost.place(wire.Place{Cell: "a"}) // still on its way when the connection was lost
		wantSees(t, ada, "b of Bob")
		lost.peer.Leave()
		wantSees(t, ada, "b of Bob")
	})
}

func TestSelectionsAreBroughtUpToDate(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ada, bob := w.watch("a", "Ada"), w.watch("b", "Bob")
		length := w.state().Cell("a").Text.Len()
		insert, err := text.Replace(0, 0, text.Lossy("// new\n"), length)
		if err != nil {
			t.Fatal(err)
		}
		bob.place(wire.Place{Cell: "a", Selection: &live.Selection{Anchor: 3, Head: 5}})
		wantSees(t, ada, "b of Bob in a 3-5@0")
		w.do("Eve", live.EditText{Cell: "a", Changes: []text.ChangeSet{insert}})
		eve := w.watch("e", "Eve")
		wantSees(t, eve, "a of Ada, b of Bob in a 10-12@1")
		bob.place(wire.Place{Cell: "a", Selection: &live.Selection{Anchor: 2, Head: 2}}) // sent before the edit arrived
		wantSees(t, ada, "b of Bob in a 9-9@1, e of Eve")
		for what, place := range map[string]wire.Place{
			"a version that does not exist": {Cell: "a", Selection: &live.Selection{Version: 7}},
			"a negative version":            {Cell: "a", Selection: &live.Selection{Version: -7}},
		} {
			bob.place(place)
			if got, want := ada.sees(), "b of Bob in a, e of Eve"; got != want {
				t.Errorf("%s: got %q, want %q", what, got, want)
			}
		}
		bob.place(wire.Place{Cell: "nowhere", Viewing: "nowhere", Selection: &live.Selection{}})
		wantSees(t, ada, "b of Bob, e of Eve")
		bob.place(wire.Place{Cell: "a"})
		wantSees(t, ada, "b of Bob in a, e of Eve")
		w.do("Eve", live.DeleteCell{Cell: "a"})
		wantSees(t, w.watch("l", "Late"), "a of Ada, b of Bob, e of Eve")
		err = bob.peer.Place(wire.Place{Cell: notebook.CellID(strings.Repeat("x", 1<<20))})
		if f := fault.From(err); err == nil || f.Code != fault.CodeMessage || len(f.Message) > 200 {
			t.Errorf("a cell id of a megabyte: %.200v", err)
		}
	})
}

func TestColoursTellPeopleApart(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		watchers := []*watcher{w.watch("t0", "Ada"), w.watch("t1", "Ada")}
		for i := range wire.Colours - 1 {
			watchers = append(watchers, w.watch(live.ClientID(fmt.Sprint("p", i)), fmt.Sprint("Person ", i)))
		}
		last := w.watch("last", "Nobody")
		last.look()
		colours := map[int]string{}
		for _, p := range last.others {
			if other, taken := colours[p.Colour]; taken && other != p.Author {
				t.Errorf("%s and %s have colour %d", other, p.Author, p.Colour)
			}
			colours[p.Colour] = p.Author
		}
		if len(colours) != wire.Colours {
			t.Errorf("%d colours for %d people", len(colours), wire.Colours)
		}
		colourOf := func(author string) int {
			for _, p := range last.others {
				if p.Author == author {
					return p.Colour
				}
			}
			return -1
		}
		before := colourOf("Person 3")
		for _, v := range watchers {
			v.peer.Leave()
		}
		w.watch("again", "Person 3")
		last.look()
		if got := colourOf("Person 3"); got != before {
			t.Errorf("coming back changed the colour from %d to %d", before, got)
		}
	})
}

func TestCaretsAreToldOfAtMostTwentyTimesASecond(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		ada, bob := w.watch("a", "Ada"), w.watch("b", "Bob")
		ada.look()
		before := ada.told
		done := make(chan struct{})
		go func() {
			defer close(done)
			for i := range 1_000 {
				bob.place(wire.Place{Cell: "a", Selection: &live.Selection{Anchor: i % 10, Head: i % 10}})
				time.Sleep(time.Millisecond)
			}
			bob.place(wire.Place{Cell: "b"})
		}()
		ada.look()
		<-done
		wantSees(t, ada, "b of Bob in b")
		if n := ada.told - before; n < 15 || n > 23 {
			t.Errorf("told %d times in a second", n)
		}
	})
}

func TestTooManyTabsAreRefused(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		first := w.join(hub.JoinRequest{Client: "first"})
		for i := range wire.MaxPeers - 1 {
			w.join(hub.JoinRequest{Client: live.ClientID(fmt.Sprint("c", i))})
		}
		if f := next[wire.Closed](t, w.join(hub.JoinRequest{Client: "more"})).Fault; f.Code != string(fault.CodeRateLimited) {
			t.Errorf("refused with %+v", f)
		}
		first.Leave()
		synctest.Wait()
		next[wire.Opened](t, w.join(hub.JoinRequest{Client: "again"}))
	})
}

// TestPeopleStorm has tabs come, move, stop reading and go while others edit: in the end each sees the
// same people in the same places, and nobody that has gone.
func TestPeopleStorm(t *testing.T) {
	bubble(t, func(t *testing.T, w *world) {
		seed := *seedFlag
		if seed == 0 {
			seed = rand.Uint64()
		}
		t.Logf("seed %d", seed)
		r := rand.New(rand.NewPCG(seed, 0))
		var tabs []*watcher
		for i := range 2_000 {
			switch n := r.IntN(10); {
			case len(tabs) < 2 || n == 0 && len(tabs) < 40:
				client, author := live.ClientID(fmt.Sprint("c", r.IntN(30))), fmt.Sprint("Person ", r.IntN(5))
				if slices.ContainsFunc(tabs, func(v *watcher) bool { return v.clientID == client }) {
					continue // two living tabs of one id are another test's
				}
				tab := &watcher{t: t, peer: w.join(hub.JoinRequest{Client: client, Author: author}), others: map[int]wire.Peer{}}
				tab.clientID = client
				tabs = append(tabs, tab)
			case n == 1:
				at := r.IntN(len(tabs))
				tabs[at].peer.Leave()
				tabs = slices.Delete(tabs, at, at+1)
			case n == 2:
				tabs[r.IntN(len(tabs))].look()
			case n == 3:
				w.do("Eve", live.SetTitle{Title: fmt.Sprint("Title ", i)})
			case n == 4:
				length, version := w.state().Cell("a").Text.Len(), w.state().Cell("a").Version
				at := r.IntN(length + 1)
				c, err := text.Replace(at, at, text.Lossy("x"), length)
				if err != nil {
					t.Fatal(err)
				}
				w.do("Eve", live.EditText{Cell: "a", Base: version, Changes: []text.ChangeSet{c}})
			default:
				cell := w.state().Cell([]notebook.CellID{"a", "b"}[r.IntN(2)])
				at := r.IntN(cell.Text.Len() + 1)
				tabs[r.IntN(len(tabs))].place(wire.Place{
					Cell: cell.ID, Selection: &live.Selection{Version: cell.Version, Anchor: at, Head: at},
				})
			}
		}
		w.do("Eve", live.MoveCell{Cell: "a", After: "m"})
		for _, tab := range tabs {
			tab.place(wire.Place{Cell: "b", Viewing: "a"}) // what is seen of old places depends on when
		}
		for _, tab := range tabs {
			tab.look()
		}
		truth := w.watch("truth", "Truth")
		truth.look()
		for _, tab := range tabs {
			tab.look()
			want := maps.Clone(truth.others)
			delete(want, tab.you)
			delete(tab.others, truth.you)
			if !reflect.DeepEqual(tab.others, want) {
				t.Errorf("%s sees %+v\nwant %+v", tab.clientID, tab.others, want)
			}
		}
	})
}
