package text

import (
	"encoding/json"
	"runtime"
	"testing"
	"unicode/utf8"
)

var corpus = []string{
	`[]`, `[3]`, `[1,[1],1]`, `[[0,"x"],3]`, `[3,[0,"","y"]]`, `[[3,"\ud83d\ude00"]]`, `[[0,"\ud83d"],3]`,
	`[1,[1,"é漢","\u0000\"\\"],[1]]`, `[[1],[1],[0,"a"],[0,"b"],1]`, ` [ 2 , [ 1 , "" ] ] `, `[1073741824,[1]]`,
	`[[0,"\ud83d\ude00","\u000a"]]`, `[-1]`, `[1e3]`, `[null]`, "[[0,\"\xff\"]]",
}

// FuzzParse: whatever is accepted is valid, is written as it was understood, and memory stays in
// proportion to the input.
func FuzzParse(f *testing.F) {
	for _, raw := range corpus {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		c, err := Parse(raw)
		runtime.ReadMemStats(&after)
		if got, bound := after.TotalAlloc-before.TotalAlloc, uint64(128*len(raw)+1<<20); got > bound {
			t.Errorf("%d bytes of JSON took %d bytes of memory, want at most %d", len(raw), got, bound)
		}
		if err != nil {
			return
		}
		if !json.Valid(raw) || CheckJSON(raw) != nil {
			t.Errorf("accepts %q", raw)
		}
		if got := parse(t, c.String()); got.String() != c.String() || got.Len() != c.Len() || got.NewLen() != c.NewLen() {
			t.Errorf("%s is read as %s", c, got)
		}
	})
}

// FuzzApply: changes of unknown origin either work out or are refused, and the laws hold.
func FuzzApply(f *testing.F) {
	for _, a := range corpus {
		for _, b := range corpus[:6] {
			f.Add("a😀", a, b)
			f.Add("abc", b, a)
		}
	}
	f.Fuzz(func(t *testing.T, s, rawA, rawB string) {
		a, errA := Parse([]byte(rawA))
		b, errB := Parse([]byte(rawB))
		if errA != nil || errB != nil {
			return
		}
		_, _ = Compose(a, b)
		_, _ = Rebase([]ChangeSet{a, b}, []ChangeSet{b, a})
		_, _ = a.Map(b, true)
		doc := Lossy(s)
		afterA, errA := a.Apply(doc)
		_, errB = b.Apply(doc)
		if errA != nil || errB != nil {
			return
		}
		if !utf8.ValidString(afterA.s) || afterA != of(afterA.s) {
			t.Fatalf("%s turns %q into %q of length %d", a, s, afterA.s, afterA.units)
		}
		checkInverse(t, doc, a, afterA)
		checkConvergence(t, doc, a, b)
	})
}

// FuzzDiff: the change always leads from the one document to the other.
func FuzzDiff(f *testing.F) {
	f.Add("", "a\r\nb")
	f.Add("a\nb\nc\n", "a\nc\nd\n")
	f.Add("x😀y", "x😁y")
	f.Add("one two three", "one 2 three four")
	f.Fuzz(func(t *testing.T, s, other string) {
		before, after := Lossy(s), Lossy(other)
		if got := apply(t, Diff(before, after), before); got != after {
			t.Errorf("got %q, want %q", got.s, after.s)
		}
	})
}
