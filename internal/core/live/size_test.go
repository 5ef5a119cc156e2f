package live

import (
	"errors"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/text"
)

func TestSize(t *testing.T) {
	long := strings.Repeat("x", 10_000)
	insert, err := text.Replace(0, 0, text.Lossy(long), 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		op   Op
		want int // at least, and at most a tenth more and some
	}{
		"an edit with much text":   {EditText{Changes: []text.ChangeSet{insert, insert}}, 20_000},
		"an edit of many sections": {EditText{Changes: make([]text.ChangeSet, 5)}, 0},
		"a cell":                   {InsertCell{Text: long}, 10_000},
		"many runs":                {StartRuns{Runs: make([]RunRequest, 100)}, 12_800},
		"anything else":            {SetTitle{Title: "x"}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Size(c.op); got < c.want || got > c.want*11/10+256 {
				t.Errorf("Size = %d, want about %d", got, c.want)
			}
		})
	}
}

func TestCheckSize(t *testing.T) {
	if err := CheckSize(EditText{Changes: make([]text.ChangeSet, MaxChanges)}); err != nil {
		t.Error(err)
	}
	if err := CheckSize(EditText{Changes: make([]text.ChangeSet, MaxChanges+1)}); !errors.Is(err, fault.CodeTooLarge) {
		t.Errorf("got %v", err)
	}
}
