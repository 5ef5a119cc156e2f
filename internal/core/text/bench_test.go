package text

import (
	"fmt"
	"strings"
	"testing"
)

// A keystroke in the middle of a large document.
func BenchmarkApply(b *testing.B) {
	for name, unit := range map[string]string{"ascii": "0123456789abcde\n", "astral": "0123456é漢😀\n"} {
		b.Run(name, func(b *testing.B) {
			doc := of(strings.Repeat(unit, 1<<20/len(unit)))
			at := len(unit) * 1000
			c := must(b)(Replace(at, at, of("x"), doc.Len()))
			b.SetBytes(int64(doc.Bytes()))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Apply(doc); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A keystroke over another, and one change of a thousand places over another.
func BenchmarkMap(b *testing.B) {
	for _, places := range []int{1, 1000} {
		b.Run(fmt.Sprint(places), func(b *testing.B) {
			change, other := scattered(places, 0), scattered(places, 3)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := change.Map(other, false); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCompose(b *testing.B) {
	first := scattered(1000, 0)
	second := must(b)(scattered(1000, 3).Map(first, false))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Compose(first, second); err != nil {
			b.Fatal(err)
		}
	}
}

// A late keystroke over a hundred keystrokes of others.
func BenchmarkRebase(b *testing.B) {
	const docLen = 50_000
	var over []ChangeSet
	for i := range 100 {
		over = append(over, must(b)(Replace(i*37, i*37, of("x"), docLen+i)))
	}
	updates := []ChangeSet{must(b)(Replace(999, 999, of("y"), docLen))}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Rebase(updates, over); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	for name, raw := range map[string]string{
		"keystroke": `[1234,[0,"x"],5678]`,
		"paste":     `[1234,[0` + strings.Repeat(`,"  const answer = \"42\"; // comment"`, 1000) + `],5678]`,
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse([]byte(raw)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A file of ten thousand lines in which every hundredth was changed.
func BenchmarkDiff(b *testing.B) {
	lines := make([]string, 10_000)
	for i := range lines {
		lines[i] = fmt.Sprintf("const line%d = compute(%d);", i, i*7)
	}
	before := of(strings.Join(lines, "\n"))
	for i := 0; i < len(lines); i += 100 {
		lines[i] += " // changed"
	}
	after := of(strings.Join(lines, "\n"))
	b.ReportAllocs()
	for b.Loop() {
		Diff(before, after)
	}
}

func scattered(places, offset int) ChangeSet {
	edits := make([]Edit, places)
	for i := range edits {
		edits[i] = Edit{From: i*10 + offset, To: i*10 + offset + 1, Insert: of("xy")}
	}
	c, _ := Edits(10*places+10, edits...) // in order and inside by construction
	return c
}
