package lsp

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/seedtest"
)

func someText(r *rand.Rand) string {
	letters := []string{"a", "b", "\n", "é", "漢", "🤖", " "}
	var b strings.Builder
	for range r.IntN(40) {
		b.WriteString(letters[r.IntN(len(letters))])
	}
	return b.String()
}

// offset is the byte of a position in a text.
func offset(s string, p Position) int {
	at := 0
	for range p.Line {
		at += strings.IndexByte(s[at:], '\n') + 1
	}
	return at + bytesOf(s[at:], p.Character)
}

func TestEditsAndDifferenceMakeTheText(t *testing.T) {
	t.Parallel()
	r := seedtest.Rand(t)
	for range 3000 {
		before, after := someText(r), someText(r)
		got := before
		for _, e := range slices.Backward(Edits(text.Lossy(before), text.Lossy(after))) {
			got = got[:offset(before, e.Range.Start)] + e.NewText + got[offset(before, e.Range.End):]
		}
		if got != after {
			t.Fatalf("edits make %q of %q, want %q", got, before, after)
		}
		d := difference(before, after)
		got = before[:offset(before, d.Range.Start)] + d.Text + before[offset(before, d.Range.End):]
		if got != after {
			t.Fatalf("the difference makes %q of %q, want %q", got, before, after)
		}
	}
}
