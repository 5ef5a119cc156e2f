package history

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// steps reads "Ada 0:00 a, Ben 1:30 b": who changed which cell how many minutes and seconds after
// noon. "Ada 2:00 run" is a run, "Ada 3:00 restore" a restoration, "Ada 4:00 name" gives a name.
func steps(t *testing.T, script string) (list []Step, named func(int64) bool) {
	t.Helper()
	names := map[int64]bool{}
	for i, part := range strings.Split(script, ", ") {
		var who, at, what string
		var minutes, seconds int
		if _, err := fmt.Sscan(part, &who, &at, &what); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Sscanf(at, "%d:%d", &minutes, &seconds); err != nil {
			t.Fatal(err)
		}
		s := Step{Seq: int64(i + 1), Author: who, At: noon.Add(time.Duration(60*minutes+seconds) * time.Second)}
		switch what {
		case "run":
			s.Kind = "run.start"
		case "restore":
			s.Kind = noteRestore
		case "name":
			s.Kind = "checkpoint.set"
			names[s.Seq] = true
		case "package":
			s.Kind, s.Cell = "text.edit", "package.json"
		default:
			s.Kind, s.Cell = "text.edit", "a"
		}
		list = append(list, s)
	}
	return list, func(seq int64) bool { return names[seq] }
}

func TestTimeline(t *testing.T) {
	tests := []struct{ name, steps, want string }{
		{"a burst", "Ada 0:00 a, Ada 1:00 b, Ada 5:59 a", "work 0-3 Ada"},
		{"a pause", "Ada 0:00 a, Ada 5:01 a", "work 0-1 Ada; work 1-2 Ada"},
		{"two people one after the other", "Ada 0:00 a, Ada 1:00 a, Ben 2:00 b", "work 0-2 Ada; work 2-3 Ben"},
		{"two people together", "Ada 0:00 a, Ben 0:10 b, Ada 0:20 a, Ben 0:30 b, Ada 1:00 a", "work 0-5 Ada+Ben"},
		{"an interlude that is a work of its own", "Ada 0:00 a, Ben 1:00 b, Ben 4:00 b, Ben 7:00 b, Ada 8:00 a", "work 0-1 Ada; work 1-4 Ben; work 4-5 Ada"},
		{"runs leave no trace", "Ada 0:00 run, Ada 0:01 a, Ada 0:02 run, Ada 0:03 a, Ada 9:00 run", "work 1-4 Ada"},
		{"nothing but runs", "Ada 0:00 run, Ada 0:01 run", ""},
		{"packages alone", "Ada 0:00 package, Ada 0:01 package", "packages 0-2 Ada"},
		{"packages among other work", "Ada 0:00 a, Ada 0:01 package, Ada 0:02 a", "work 0-3 Ada"},
		{"a name ends a group", "Ada 0:00 a, Ada 0:01 name, Ada 0:02 a", "work 0-2 Ada named; work 2-3 Ada"},
		{"a name after runs", "Ada 0:00 a, Ada 0:01 run, Ada 9:00 name", "work 0-3 Ada named"},
		{"two names for the same", "Ada 0:00 a, Ada 0:01 name, Ben 0:02 name", "work 0-2 Ada named; work 2-3 Ben named"},
		{"a name at the beginning", "Ada 0:00 name, Ada 0:01 a", "work 0-1 Ada named; work 1-2 Ada"},
		{"a restoration", "Ada 0:00 a, Ada 1:00 restore, Ada 1:00 a, Ada 1:00 b, Ada 1:01 a", "work 0-1 Ada; restore 1-4 Ada; work 4-5 Ada"},
		{"a restoration that changed nothing", "Ada 1:00 restore, Ada 1:01 a", "restore 0-1 Ada; work 1-2 Ada"},
		{"a long burst", "Ada 0:00 a, " + every(4, 120), "work 0-15 Ada; work 15-30 Ada; work 30-31 Ada"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, named := steps(t, tt.steps)
			var got []string
			for _, g := range Timeline(list, named) {
				line := fmt.Sprintf("%s %d-%d %s", g.Kind, g.From, g.Seq, strings.Join(g.Authors, "+"))
				if named(g.Seq) {
					line += " named"
				}
				got = append(got, line)
			}
			if got := strings.Join(got, "; "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// every is a step of Ada each so many minutes.
func every(minutes, until int) string {
	var parts []string
	for m := minutes; m <= until; m += minutes {
		parts = append(parts, fmt.Sprintf("Ada %d:00 a", m))
	}
	return strings.Join(parts, ", ")
}

func TestGroupSaysWhatItHolds(t *testing.T) {
	list, named := steps(t, "Ada 0:00 a, Ada 0:10 run, Ada 0:20 package, Ada 0:30 a")
	got := Timeline(list, named)
	want := []Group{{
		Kind: Work, From: 0, Seq: 4, StartedAt: noon, At: noon.Add(30 * time.Second), Authors: []string{"Ada"},
		Edits: 3, Cells: []notebook.CellID{"a", "package.json"},
	}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if !slices.Equal(got[0].Cells, want[0].Cells) {
		t.Errorf("cells %v", got[0].Cells)
	}
}
