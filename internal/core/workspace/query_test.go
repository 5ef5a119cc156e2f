package workspace_test

import (
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/workspace"
)

func TestParseQuery(t *testing.T) {
	day := func(year, month, day int) time.Time {
		return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	}
	tests := []struct {
		in   string
		want workspace.Query
	}{
		{"", workspace.Query{}},
		{"two  words", workspace.Query{Text: "two words"}},
		{"language:javascript sort", workspace.Query{Text: "sort", Language: "javascript"}},
		{"lang:TS", workspace.Query{Language: "typescript"}},
		{"a package:@Scope/Name b", workspace.Query{Text: "a b", Package: "@scope/name"}},
		{`author:"Ada L" x`, workspace.Query{Text: "x", Author: "Ada L"}},
		{`by:Ada`, workspace.Query{Author: "Ada"}},
		{`author:"Ada`, workspace.Query{Author: "Ada"}},
		{"after:2026-01-31 before:2026-02", workspace.Query{After: day(2026, 1, 31), Before: day(2026, 2, 1)}},
		{"before:2026", workspace.Query{Before: day(2026, 1, 1)}},
		{"after:soon", workspace.Query{Text: "after:soon"}},
		{"language: http://a.b title:x", workspace.Query{Text: "language: http://a.b title:x"}},
	}
	for _, test := range tests {
		t.Run(test.in, func(t *testing.T) {
			if got := workspace.ParseQuery(test.in, time.UTC); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}
