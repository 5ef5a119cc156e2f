package text

import (
	"flag"
	"testing"
)

var (
	stormFlag   = flag.Int("storm", 4_000, "number of operations of the convergence storm")
	writersFlag = flag.Int("writers", 50, "number of writers of the convergence storm")
)

// TestStorm lets many writers edit one document through a server that orders and rebases, each of
// them as far behind as chance wills. In the end all have the same document.
func TestStorm(t *testing.T) {
	r := newRandom(t)
	s := &server{doc: r.text(200)}
	writers := make([]*writer, *writersFlag)
	for i := range writers {
		writers[i] = &writer{id: i, doc: s.doc}
	}
	for range *stormFlag {
		w := writers[r.IntN(len(writers))]
		switch r.IntN(4) {
		case 0:
			w.push(t, s)
		case 1:
			w.pull(t, s, r.IntN(len(s.log)-w.version+1))
		default:
			w.edit(t, r)
		}
	}
	for _, w := range writers {
		w.pull(t, s, len(s.log)-w.version)
		w.push(t, s)
	}
	for _, w := range writers {
		w.pull(t, s, len(s.log)-w.version)
		if w.doc != s.doc || len(w.unconfirmed) > 0 {
			t.Fatalf("writer %d has %q with %d unconfirmed changes, the server has %q", w.id, w.doc.s, len(w.unconfirmed), s.doc.s)
		}
	}
	t.Logf("%d writers, %d updates, document of %d units", len(writers), len(s.log), s.doc.units)
}

type update struct {
	writer  int
	changes ChangeSet
}

// server is the authority: it decides the order and brings late updates up to date.
type server struct {
	doc Text
	log []update
}

// writer is an editor as @codemirror/collab runs it.
type writer struct {
	id          int
	doc         Text
	version     int // of the server's document, as far as known here
	unconfirmed []ChangeSet
	sent        int // how many of unconfirmed are on their way
}

func (w *writer) edit(t *testing.T, r random) {
	edges := boundaries(w.doc)
	from := r.IntN(len(edges))
	to := min(len(edges)-1, from+r.IntN(3))
	if len(edges) > 400 {
		to = min(len(edges)-1, from+40)
	}
	c := must(t)(Replace(edges[from], edges[to], r.text(3), w.doc.units))
	if c.IsEmpty() {
		return
	}
	w.doc = apply(t, c, w.doc)
	w.unconfirmed = append(w.unconfirmed, c)
}

// push sends what is unconfirmed, unless an earlier push has not come back yet.
func (w *writer) push(t *testing.T, s *server) {
	if w.sent > 0 || len(w.unconfirmed) == 0 {
		return
	}
	var over []ChangeSet
	for _, u := range s.log[w.version:] {
		over = append(over, u.changes)
	}
	rebased, err := Rebase(w.unconfirmed, over)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range rebased {
		s.doc = apply(t, c, s.doc)
		s.log = append(s.log, update{w.id, c})
	}
	w.sent = len(w.unconfirmed)
}

// pull receives the next n updates, one by one: an own one is confirmed, another's is moved over what
// is still unconfirmed here, and the other way round.
func (w *writer) pull(t *testing.T, s *server, n int) {
	for _, u := range s.log[w.version : w.version+n] {
		w.version++
		if u.writer == w.id {
			if got := w.unconfirmed[0].String(); got != u.changes.String() {
				t.Fatalf("writer %d confirms %s, the server has %s", w.id, got, u.changes)
			}
			w.unconfirmed = w.unconfirmed[1:]
			w.sent--
			continue
		}
		changes := u.changes
		for i, own := range w.unconfirmed {
			w.unconfirmed[i] = must(t)(own.Map(changes, false))
			changes = must(t)(changes.Map(own, true))
		}
		w.doc = apply(t, changes, w.doc)
	}
}
