package runner

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
)

func TestText(t *testing.T) {
	for _, c := range []struct {
		name     string
		shared   bool
		report   func(*Text)
		out, err string
	}{
		{
			name: "the current cell writes as it likes",
			report: func(r *Text) {
				r.Started("a.ts")
				r.Output("a.ts", "stdout", "half ")
				r.Output("a.ts", "stdout", "a line\nrest")
				r.Output("a.ts", "stderr", "oh\n")
				r.Ended(Result{Cell: "a.ts", State: Finished})
			},
			out: "half a line\nrest",
			err: heading("a.ts") + "oh\n",
		},
		{
			name: "one in the background writes whole lines with its name",
			report: func(r *Text) {
				r.Started("server.ts")
				r.Started("client.ts")
				r.Output("server.ts", "stdout", "as")
				r.Output("client.ts", "stdout", "I ask\n")
				r.Output("server.ts", "stdout", "ked\n\nonce")
				r.Ended(Result{Cell: "client.ts", State: Finished})
				r.Ended(Result{Cell: "server.ts", State: Stopped, Served: true})
			},
			out: "I ask\nserver.ts | asked\nserver.ts | \nserver.ts | once\n",
			err: heading("server.ts") + heading("client.ts") + "■ server.ts was still serving and was stopped\n",
		},
		{
			name: "it does not write into the line of another",
			report: func(r *Text) {
				r.Started("server.ts")
				r.Started("client.ts")
				r.Output("client.ts", "stdout", "no end")
				r.Output("server.ts", "stdout", "asked\n")
			},
			out: "no end\nserver.ts | asked\n",
			err: heading("server.ts") + heading("client.ts"),
		},
		{
			name:   "on a terminal, an open line is ended before a heading",
			shared: true,
			report: func(r *Text) {
				r.Started("a.ts")
				r.Output("a.ts", "stdout", "no end")
				r.Started("b.ts")
				r.Started("c.ts")
			},
			out: "no end",
			err: heading("a.ts") + "\n" + heading("b.ts") + heading("c.ts"),
		},
		{
			name: "a failure has its place and the source around it",
			report: func(r *Text) {
				r.Ended(Result{
					Cell: "b.ts", State: Failed, Message: "Error: no",
					Failure: &live.Failure{File: "a.ts", Line: 2, Column: 7, Frame: "> 2 | throw\n"},
				})
				r.Ended(Result{Cell: "c.ts", State: Skipped})
				r.Ended(Result{Cell: "d.ts", State: Stopped})
				r.Ended(Result{Cell: "e.ts", State: Failed, Message: "It ended with exit code 7."})
			},
			err: "✗ a.ts:2:7  Error: no\n> 2 | throw\n- c.ts was skipped\n■ d.ts was stopped\n✗ e.ts  It ended with exit code 7.\n",
		},
		{
			name: "the summary counts",
			report: func(r *Text) {
				r.Summary(Summary{Elapsed: 1234 * time.Millisecond, Results: []Result{
					{State: Finished}, {State: Stopped, Served: true}, {State: TimedOut}, {State: Stopped}, {State: Skipped},
				}})
				r.Summary(Summary{Elapsed: time.Second, Results: []Result{{State: Finished}}})
				r.Summary(Summary{})
			},
			err: "✗ 5 cells, 1 finished, 1 served, 1 timed out, 1 stopped, 1 skipped in 1.23s\n" +
				"✓ 1 cell, 1 finished in 1s\nThere is no code cell to run.\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, err bytes.Buffer
			c.report(&Text{Out: &out, Err: &err, Shared: c.shared})
			if got := out.String(); got != c.out {
				t.Errorf("stdout: got %q, want %q", got, c.out)
			}
			if got := err.String(); got != c.err {
				t.Errorf("stderr: got %q, want %q", got, c.err)
			}
		})
	}
}

func heading(cell string) string {
	return "── " + cell + " " + strings.Repeat("─", 60-len(cell)) + "\n"
}

func TestJUnitKeepsTheEndOfALongOutput(t *testing.T) {
	j := &JUnit{Name: "n"}
	j.Started("a.ts")
	for range 5 << 10 {
		j.Output("a.ts", "stdout", strings.Repeat("é", 512)) // 5 MB
	}
	j.Output("a.ts", "stdout", "the end")
	var out bytes.Buffer
	if err := j.Write(&out, Summary{Results: []Result{{Cell: "a.ts", State: Finished}}}); err != nil {
		t.Fatal(err)
	}
	if got, most := out.Len(), 2*maxClipped+1<<10; got > most {
		t.Errorf("size: got %d, want at most %d", got, most)
	}
	for _, want := range []string{"bytes before this were left out]", "éthe end</system-out>"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing", want)
		}
	}
}
