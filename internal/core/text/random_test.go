package text

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"strings"
	"testing"
)

var (
	seedFlag  = flag.Uint64("seed", 0, "seed of the random tests; 0 chooses one")
	casesFlag = flag.Int("cases", 5000, "number of cases of each random test")
)

// random makes documents and changes that reach the corners: every kind of neighbouring sections,
// characters of one to four UTF-8 bytes, and what JSON has to escape.
type random struct{ *rand.Rand }

// newRandom prints the seed, so that `go test -run NAME -seed N` repeats a failure.
func newRandom(t testing.TB) random {
	seed := *seedFlag
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("seed %d", seed)
	return random{rand.New(rand.NewPCG(seed, 1))}
}

var alphabet = []string{
	"a", "b", "<", "&", "\n", "\n", "\"", "\\", "\t", "\x00", "\x1f", "\x7f", "é", "ß", "\u0085", "漢",
	"\u2028", "\ufeff", "\ufffd", "\U0001F600", "\U00010000", "\U0010FFFF", "👩‍💻",
}

func (r random) text(maxChars int) Text {
	n := r.IntN(maxChars + 1)
	letters := alphabet
	if r.IntN(4) == 0 {
		letters = alphabet[:11] // ASCII only
	}
	var b strings.Builder
	for range n {
		b.WriteString(letters[r.IntN(len(letters))])
	}
	return of(b.String())
}

// change returns a change of doc. Unlike an editor it does not join its sections.
func (r random) change(doc Text) ChangeSet {
	var c ChangeSet
	edges := boundaries(doc)
	if r.IntN(20) == 0 {
		return Unchanged(doc.Len())
	}
	density := 1 + r.IntN(8)
	for i := 0; ; {
		var s section
		left := len(edges) - 1 - i
		j := i + min(left, r.IntN(density)+r.IntN(2))
		s.length = edges[j] - edges[i]
		switch r.IntN(3) {
		case 0:
			s.inserted = kept
		case 1:
			t := r.text(4)
			s.inserted, s.text = t.units, t.s
		}
		if i = j; s.length > 0 || s.inserted > 0 {
			c.sections = append(c.sections, s)
			c.from += s.length
			c.to += s.newLength()
		}
		if left == 0 {
			return c
		}
	}
}

// boundaries lists the offsets between characters.
func boundaries(t Text) []int {
	edges := []int{0}
	for _, c := range t.s {
		n := 1
		if c > 0xFFFF {
			n = 2
		}
		edges = append(edges, edges[len(edges)-1]+n)
	}
	return edges
}

// chain returns n changes, each of the result of the one before.
func (r random) chain(t testing.TB, doc Text, n int) []ChangeSet {
	chain := make([]ChangeSet, n)
	for i := range chain {
		chain[i] = r.change(doc)
		doc = apply(t, chain[i], doc)
	}
	return chain
}

func apply(t testing.TB, c ChangeSet, doc Text) Text {
	t.Helper()
	got, err := c.Apply(doc)
	if err != nil {
		t.Fatalf("apply %s to %q: %v", c, doc.s, err)
	}
	if want := of(got.s); got != want {
		t.Fatalf("apply %s to %q: length %d, want %d", c, doc.s, got.units, want.units)
	}
	return got
}

func must(t testing.TB) func(c ChangeSet, err error) ChangeSet {
	return func(c ChangeSet, err error) ChangeSet {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
}

func parse(t testing.TB, raw string) ChangeSet {
	t.Helper()
	return must(t)(Parse([]byte(raw)))
}

func encode(t testing.TB, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
