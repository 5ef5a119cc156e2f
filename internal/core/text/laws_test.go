package text

import (
	"slices"
	"testing"
)

// The algebra that editing together rests on, on random documents and changes.
func TestLaws(t *testing.T) {
	r := newRandom(t)
	for range *casesFlag {
		doc := r.text(30)
		a, b := r.change(doc), r.change(doc)
		afterA := apply(t, a, doc)
		checkConvergence(t, doc, a, b)
		checkInverse(t, doc, a, afterA)
		checkEncoding(t, a)
		second := r.change(afterA)
		checkComposition(t, doc, a, second, r.change(apply(t, second, afterA)))
	}
}

// checkConvergence: both orders of a and b lead to the same document.
func checkConvergence(t *testing.T, doc Text, a, b ChangeSet) {
	t.Helper()
	left := must(t)(Compose(a, must(t)(b.Map(a, false))))
	right := must(t)(Compose(b, must(t)(a.Map(b, true))))
	if got, want := apply(t, left, doc), apply(t, right, doc); got != want {
		t.Fatalf("document %q, a %s, b %s: a first leads to %q, b first to %q", doc.s, a, b, got.s, want.s)
	}
}

// checkInverse: undoing gives the document back, and undoing that gives the change back.
func checkInverse(t *testing.T, doc Text, a ChangeSet, after Text) {
	t.Helper()
	inverse := must(t)(a.Invert(doc))
	if got := apply(t, inverse, after); got != doc {
		t.Fatalf("document %q, change %s: its inverse %s leads to %q", doc.s, a, inverse, got.s)
	}
	if got := must(t)(inverse.Invert(after)); got.String() != a.String() {
		t.Fatalf("document %q, change %s: inverted twice it is %s", doc.s, a, got)
	}
}

func checkEncoding(t *testing.T, a ChangeSet) {
	t.Helper()
	got := parse(t, a.String())
	if got.from != a.from || got.to != a.to || !slices.Equal(got.sections, a.sections) {
		t.Fatalf("change %s is read as %s", a, got)
	}
}

// checkComposition: composing changes nothing about where changes lead, in whatever grouping.
func checkComposition(t *testing.T, doc Text, a, b, c ChangeSet) {
	t.Helper()
	want := apply(t, c, apply(t, b, apply(t, a, doc)))
	left := must(t)(Compose(must(t)(Compose(a, b)), c))
	right := must(t)(Compose(a, must(t)(Compose(b, c))))
	for _, composed := range []ChangeSet{left, right} {
		if got := apply(t, composed, doc); got != want {
			t.Fatalf("document %q, changes %s, %s and %s: composed to %s they lead to %q, want %q",
				doc.s, a, b, c, composed, got.s, want.s)
		}
	}
}

// Positions keep their order and stay outside surrogate pairs.
func TestMapPosIsMonotonic(t *testing.T) {
	r := newRandom(t)
	for range *casesFlag {
		doc := r.text(30)
		c := r.change(doc)
		edges := boundaries(apply(t, c, doc))
		for _, assoc := range []int{-1, 1} {
			last := 0
			for _, p := range boundaries(doc) {
				got := c.MapPos(p, assoc)
				if _, whole := slices.BinarySearch(edges, got); got < last || !whole {
					t.Fatalf("document %q, change %s: position %d with association %d becomes %d, after %d",
						doc.s, c, p, assoc, got, last)
				}
				last = got
			}
		}
	}
}

func TestOffsets(t *testing.T) {
	r := newRandom(t)
	for range *casesFlag {
		doc := r.text(80)
		at, prefix := 0, ""
		for _, c := range doc.s {
			for _, known := range []place{{}, {at, len(prefix)}} {
				if got, ok := doc.byteAt(known, at); !ok || got != len(prefix) {
					t.Fatalf("%q: unit %d from %v is byte %d (%v), want %d", doc.s, at, known, got, ok, len(prefix))
				}
			}
			at++
			if c > 0xFFFF {
				if got, ok := doc.byteAt(place{}, at); ok {
					t.Fatalf("%q: unit %d is inside a pair, got byte %d", doc.s, at, got)
				}
				at++
			}
			prefix += string(c)
		}
		if at != doc.units {
			t.Fatalf("%q: got %d units, want %d", doc.s, doc.units, at)
		}
	}
}
