package history_test

import (
	"testing"

	"github.com/srcbook/srcbook/internal/core/history"
	"github.com/srcbook/srcbook/internal/core/live"
)

func TestClash(t *testing.T) {
	const from = "a:p=one,two b:x.ts=1"
	tests := []struct{ name, present, to, want string }{
		{"nothing changed", from, from, ""},
		{"one side only", from, "a:p=one,2 b:x.ts=2", ""},
		{"other cells", "a:p=one,2 b:x.ts=1", "a:p=one,two b:x.ts=2", ""},
		{"other places of a text", "a:p=1,two b:x.ts=1", "a:p=one,2 b:x.ts=1", ""},
		{"the same change", "a:p=one,two b:x.ts=2", "a:p=one,two b:x.ts=2", ""},
		{"one place of code", "a:p=one,two b:x.ts=2", "a:p=one,two b:x.ts=3", "the cell x.ts"},
		{"one place of a text", "a:p=one,2 b:x.ts=1", "a:p=one,zwei b:x.ts=1", "the same text"},
		{"deleted here, changed there", "b:x.ts=1", "a:p=one,2 b:x.ts=1", "the same text"},
		{"changed here, deleted there", "a:p=one,two b:x.ts=2", "a:p=one,two", "the cell x.ts"},
		{"deleted on both sides", "a:p=one,two", "a:p=one,two", ""},
		{"deleted here only", "a:p=one,two", from, ""},
		{"a new cell on each side", from + " c:p=new", from + " d:p=other", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := history.Clash(live.New(sketch(tt.present)), sketch(from), sketch(tt.to)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	titles := []struct{ name, here, there, want string }{
		{"one side", "T", "Other", ""},
		{"the same", "Other", "Other", ""},
		{"two titles", "Mine", "Theirs", "the title"},
	}
	for _, tt := range titles {
		t.Run("titles, "+tt.name, func(t *testing.T) {
			present, to := sketch(from), sketch(from)
			present.Title, to.Title = tt.here, tt.there
			if got := history.Clash(live.New(present), sketch(from), to); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
