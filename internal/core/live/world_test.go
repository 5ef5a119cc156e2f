package live

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

var seedFlag = flag.Uint64("seed", 0, "seed of the random tests; 0 chooses one")

// random prints the seed, so that `go test -run NAME -seed N` repeats a failure.
func random(t testing.TB) *rand.Rand {
	t.Helper()
	seed := *seedFlag
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 1))
}

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// sample is a TypeScript notebook: package.json, tsconfig.json, m (prose), a (a.ts), b (b.ts).
func sample() State {
	n := notebook.New("Sample", notebook.TypeScript)
	n.Cells = append(n.Cells,
		notebook.Cell{ID: "m", Kind: notebook.Markdown, Text: text.Lossy("# Words")},
		notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "a.ts", Text: text.Lossy("let a = 1")},
		notebook.Cell{ID: "b", Kind: notebook.Code, Filename: "b.ts", Text: text.Lossy("let b = 2")},
	)
	return New(n)
}

// session applies operations in a row, each by its own client unless an id is given.
type session struct {
	t       testing.TB
	state   State
	seq     int64
	entries []Entry
	effects []Effect // of the last operation
}

func begin(t testing.TB) *session { return &session{t: t, state: sample()} }

func (s *session) entry(op Op) Entry {
	return Entry{
		Seq: s.seq + 1, ID: NewOpID("tester", uint64(s.seq+1)), Author: "Ada", Op: op,
		At: noon.Add(time.Duration(s.seq) * time.Second),
	}
}

// do applies operations that have to be accepted.
func (s *session) do(ops ...Op) *session {
	s.t.Helper()
	for _, op := range ops {
		if err := s.try(s.entry(op)); err != nil {
			s.t.Fatalf("Apply(%#v): %v", op, err)
		}
	}
	return s
}

func (s *session) try(e Entry) error {
	out, err := Apply(s.state, e)
	if err != nil {
		return err
	}
	s.state, s.seq, s.effects = out.State, e.Seq, out.Effects
	s.entries = append(s.entries, out.Entry)
	return nil
}

// refuse expects an operation to be refused and to change nothing.
func (s *session) refuse(want fault.Code, op Op) {
	s.t.Helper()
	before := encoded(s.t, s.state)
	err := s.try(s.entry(op))
	if got := fault.From(err); err == nil || got.Code != want {
		s.t.Errorf("Apply(%#v) = %v, want %s", op, err, want)
	}
	if got := encoded(s.t, s.state); got != before {
		s.t.Errorf("a refused operation changed the state\n got %s\nwant %s", got, before)
	}
}

func encoded(t testing.TB, s State) string {
	t.Helper()
	raw, err := EncodeSnapshot(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// outline is the order of the movable cells with their names and texts.
func outline(s State) string {
	var parts []string
	for _, c := range s.Cells[s.firstIndex():] {
		parts = append(parts, fmt.Sprintf("%s(%s)=%s", c.ID, c.Filename, c.Text))
	}
	return strings.Join(parts, " ")
}

// runs is every run with its phase, and the reason of its end.
func runs(s State) string {
	var parts []string
	for _, r := range s.Runs {
		part := string(r.ID) + ":" + string(r.Phase)
		if r.Exit != nil {
			part += "/" + string(r.Exit.Reason)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

// performed is the effects that concern processes.
func performed(effects []Effect) string {
	var parts []string
	for _, e := range effects {
		switch e := e.(type) {
		case StartProcess:
			parts = append(parts, "start "+string(e.Run))
		case StopProcess:
			parts = append(parts, "stop "+string(e.Run))
		case ForgetRun:
			parts = append(parts, "forget "+string(e.Run))
		case SyncFolder, SyncLibrary:
		}
	}
	return strings.Join(parts, ", ")
}

// edit is a change of a cell from JSON.
func edit(cell notebook.CellID, base int, changes ...string) EditText {
	op := EditText{Cell: cell, Base: base}
	for _, raw := range changes {
		c, err := text.Parse([]byte(raw))
		if err != nil {
			panic(err)
		}
		op.Changes = append(op.Changes, c)
	}
	return op
}

func start(runs ...string) StartRuns {
	var op StartRuns
	for _, r := range runs {
		run, cell, _ := strings.Cut(r, ":")
		op.Runs = append(op.Runs, RunRequest{Run: RunID(run), Cell: notebook.CellID(cell)})
	}
	return op
}

func advance(run RunID, p Phase) AdvanceRun { return AdvanceRun{Run: run, Phase: p} }

func exited(run RunID, r Reason) AdvanceRun {
	return AdvanceRun{Run: run, Phase: Exited, Exit: &Exit{Reason: r}}
}
