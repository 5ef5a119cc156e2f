package runner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/sandbox"
)

func TestMain(m *testing.M) {
	sandbox.Main()
	os.Exit(m.Run())
}

// code is a file name and its text.
type code struct{ name, text string }

func book(t *testing.T, cells ...code) notebook.Notebook {
	t.Helper()
	n := notebook.New("Test", notebook.TypeScript)
	for i, c := range cells {
		body, err := text.New(c.text)
		check(t, err)
		id := notebook.CellID(fmt.Sprintf("cell-%d", i))
		n.Cells = append(n.Cells, notebook.Cell{ID: id, Kind: notebook.Code, Filename: c.name, Text: body})
	}
	return n
}

// recorder keeps what it is told, and calls on for each.
type recorder struct {
	events []string
	on     func(event string)
}

func (r *recorder) add(event string) {
	r.events = append(r.events, event)
	if r.on != nil {
		r.on(event)
	}
}

func (r *recorder) Progress(text string) { r.add("progress " + text) }
func (r *recorder) Started(cell string)  { r.add("start " + cell) }
func (r *recorder) Output(cell, stream, text string) {
	r.add("output " + cell + " " + stream + " " + text)
}
func (r *recorder) Ended(result Result) { r.add("end " + result.Cell + " " + string(result.State)) }

const (
	serve = "import { createServer } from 'node:http'; createServer().listen(0, '127.0.0.1');"
	hang  = "console.log('begun'); setInterval(() => {}, 1000); await new Promise(() => {});"
	crash = "throw new Error('no');"
)

func TestRun(t *testing.T) {
	for _, c := range []struct {
		name    string
		cells   []code
		options Options
		want    []string // events without outputs
		good    bool
	}{
		{
			name:  "one after the other",
			cells: []code{{"a.ts", "console.log(1)"}, {"b.ts", "console.log(2)"}},
			want:  []string{"start a.ts", "end a.ts finished", "start b.ts", "end b.ts finished"},
			good:  true,
		},
		{
			name:  "a failure skips the rest",
			cells: []code{{"a.ts", crash}, {"b.ts", ""}, {"c.ts", ""}},
			want:  []string{"start a.ts", "end a.ts failed", "end b.ts skipped", "end c.ts skipped"},
		},
		{
			name:  "an error just after its module is done skips the rest too",
			cells: []code{{"a.ts", "setImmediate(() => { " + crash + " });"}, {"b.ts", ""}},
			want:  []string{"start a.ts", "end a.ts failed", "end b.ts skipped"},
		},
		{
			name:  "servers are stopped at the end",
			cells: []code{{"a.ts", serve}, {"b.ts", serve}, {"c.ts", ""}},
			want:  []string{"start a.ts", "start b.ts", "start c.ts", "end c.ts finished", "end a.ts stopped", "end b.ts stopped"},
			good:  true,
		},
		{
			name:    "more cells than may run at once go in portions",
			cells:   []code{{"a.ts", ""}, {"b.ts", ""}, {"c.ts", ""}, {"d.ts", ""}, {"e.ts", ""}},
			options: Options{atOnce: 2},
			want: []string{
				"start a.ts", "end a.ts finished", "start b.ts", "end b.ts finished", "start c.ts", "end c.ts finished",
				"start d.ts", "end d.ts finished", "start e.ts", "end e.ts finished",
			},
			good: true,
		},
		{
			name:    "a failure skips the portions that wait",
			cells:   []code{{"a.ts", ""}, {"b.ts", crash}, {"c.ts", ""}, {"d.ts", ""}},
			options: Options{atOnce: 2},
			want:    []string{"start a.ts", "end a.ts finished", "start b.ts", "end b.ts failed", "end c.ts skipped", "end d.ts skipped"},
		},
		{name: "no cells", good: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := c.options
			o.Data, o.Notebook, o.finishing = t.TempDir(), book(t, c.cells...), time.Minute
			r := &recorder{}
			summary, err := Run(t.Context(), o, r)
			check(t, err)
			got := slices.DeleteFunc(r.events, func(e string) bool { return strings.HasPrefix(e, "output ") })
			if c.name == "servers are stopped at the end" {
				slices.Sort(got[len(got)-2:]) // they end in any order
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if summary.Good() != c.good || len(summary.Results) != len(c.cells) {
				t.Errorf("got %+v, want good: %t", summary, c.good)
			}
		})
	}
}

func TestTooManyServers(t *testing.T) {
	o := Options{Data: t.TempDir(), Notebook: book(t, code{"a.ts", serve}, code{"b.ts", serve}, code{"c.ts", ""}), atOnce: 2, finishing: time.Minute}
	_, err := Run(t.Context(), o, &recorder{})
	if !errors.Is(err, fault.CodeTooManyRuns) {
		t.Errorf("got %v, want %s", err, fault.CodeTooManyRuns)
	}
}

func TestTimeIsOver(t *testing.T) {
	expired, expire := context.WithCancel(context.Background())
	defer expire()
	r := &recorder{on: func(event string) {
		if event == "output b.ts stdout begun\n" {
			expire()
		}
	}}
	n := book(t, code{"a.ts", serve}, code{"b.ts", hang}, code{"c.ts", ""})
	summary, err := runUntil(t.Context(), expired, Options{Data: t.TempDir(), Notebook: n, finishing: time.Minute}, r)
	check(t, err)
	var got []State
	for _, result := range summary.Results {
		got = append(got, result.State)
	}
	if want := []State{Stopped, TimedOut, Skipped}; !slices.Equal(got, want) || summary.Failed() != 1 {
		t.Errorf("got %v with %d failed, want %v with 1", got, summary.Failed(), want)
	}
}

func TestTimeIsOverBeforeTheCells(t *testing.T) {
	expired, expire := context.WithCancel(context.Background())
	expire()
	r := &recorder{}
	summary, err := runUntil(t.Context(), expired, Options{Data: t.TempDir(), Notebook: book(t, code{"a.ts", hang})}, r)
	check(t, err)
	if summary.Good() {
		t.Errorf("got %+v, want that it is not good", summary)
	}
}

func TestInterrupt(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	r := &recorder{on: func(event string) {
		if event == "output a.ts stdout begun\n" {
			interrupt()
		}
	}}
	summary, err := Run(ctx, Options{Data: t.TempDir(), Notebook: book(t, code{"a.ts", hang}, code{"b.ts", ""})}, r)
	check(t, err)
	want := []string{"start a.ts", "output a.ts stdout begun\n", "end b.ts skipped", "end a.ts stopped"}
	if !slices.Equal(r.events, want) || summary.Good() {
		t.Errorf("got %q, good: %t; want %q, good: false", r.events, summary.Good(), want)
	}
}

func TestUnknownCell(t *testing.T) {
	o := Options{Data: t.TempDir(), Notebook: book(t, code{"a.ts", ""}), Cells: []string{"a.ts", "b.ts"}}
	_, err := Run(t.Context(), o, &recorder{})
	if !errors.Is(err, fault.CodeCellNotFound) || fault.From(err).Next != "Its code cells are: a.ts." {
		t.Errorf("got %v, want %s with the cells that there are", err, fault.CodeCellNotFound)
	}
}

func TestInput(t *testing.T) {
	const lines = `import { createInterface } from 'node:readline';
let n = 0, bytes = 0;
for await (const line of createInterface({ input: process.stdin })) { n++; bytes += line.length; }
console.log(n, bytes);`
	for _, c := range []struct {
		name  string
		input io.Reader
		want  string
	}{
		{"none", nil, "0 0\n"},
		{"some", strings.NewReader("one\ntwo"), "2 6\n"},
		{"more than a cell takes at once", strings.NewReader(strings.Repeat("0123456789\n", 300_000)), "300000 3000000\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &recorder{}
			n := book(t, code{"a.ts", lines}, code{"b.ts", lines}) // the second one finds the end
			_, err := Run(t.Context(), Options{Data: t.TempDir(), Notebook: n, Input: c.input, finishing: time.Minute}, r)
			check(t, err)
			want := []string{
				"start a.ts", "output a.ts stdout " + c.want, "end a.ts finished",
				"start b.ts", "output b.ts stdout 0 0\n", "end b.ts finished",
			}
			if !slices.Equal(r.events, want) {
				t.Errorf("got %q, want %q", r.events, want)
			}
		})
	}
}
