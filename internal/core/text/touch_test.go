package text_test

import (
	"testing"

	"github.com/srcbook/srcbook/internal/core/text"
)

func TestTouch(t *testing.T) {
	const base = "one\ntwo\nthree\nfour\n"
	tests := []struct {
		name, a, b string
		want       bool
	}{
		{"nothing on one side", base, "one\n2\nthree\nfour\n", false},
		{"the same on both sides", "one\n2\nthree\nfour\n", "one\n2\nthree\nfour\n", false},
		{"other lines", "1\ntwo\nthree\nfour\n", "one\ntwo\nthree\n4\n", false},
		{"other words of a line", "one\nTWO\nthree\nfour\n", "one\ntwo\nthree words\nfour\n", false},
		{"the same word", "one\n2\nthree\nfour\n", "one\nzwei\nthree\nfour\n", true},
		{"insertions at one place", base + "a\n", base + "b\n", true},
		{"a line gone that was changed", "one\nthree\nfour\n", "one\ntwo words\nthree\nfour\n", true},
		{"everything", "", "one\n2\nthree\nfour\n", true},
		{"the second of many", "1\ntwo\nthree\n4\n", "one\ntwo\nthree\nfive\n", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := text.Lossy(base)
			a, b := text.Diff(before, text.Lossy(tt.a)), text.Diff(before, text.Lossy(tt.b))
			if got := text.Touch(a, b); got != tt.want {
				t.Errorf("Touch(%s, %s) = %v", a, b, got)
			}
			if got := text.Touch(b, a); got != tt.want {
				t.Errorf("Touch(%s, %s) = %v", b, a, got)
			}
		})
	}
}
