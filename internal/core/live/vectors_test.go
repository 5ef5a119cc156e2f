package live

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

var update = flag.Bool("update", false, "write the vectors that the interface's engine replays")

var vectorsFile = filepath.Join("..", "..", "..", "ui", "src", "engine", "testdata", "vectors.json")

// vector is a session for both implementations of this machine, in the words of the socket.
type vector struct {
	Name     string        `json:"name"`
	Snapshot vectorState   `json:"snapshot"`
	Ops      []vectorEntry `json:"ops"`
	Expected vectorState   `json:"expected"`
}

type vectorEntry struct {
	Seq    int64           `json:"seq"`
	ID     OpID            `json:"id"`
	Author string          `json:"author"`
	At     time.Time       `json:"at"`
	Op     json.RawMessage `json:"op"`
}

// vectorState has the fields of the socket's snapshot that operations change.
type vectorState struct {
	Title    string            `json:"title"`
	Language notebook.Language `json:"language"`
	Cells    []vectorCell      `json:"cells"`
	Removed  []vectorRemoved   `json:"removed"`
	Runs     []*Run            `json:"runs"`
}

type vectorCell struct {
	ID       notebook.CellID `json:"id"`
	Kind     notebook.Kind   `json:"kind"`
	Filename string          `json:"filename,omitempty"`
	Text     string          `json:"text"`
	Version  int             `json:"version"`
}

type vectorRemoved struct {
	Cell     vectorCell      `json:"cell"`
	After    notebook.CellID `json:"after"`
	EditedBy string          `json:"editedBy,omitempty"`
}

func vectorOf(s State) vectorState {
	v := vectorState{
		Title: s.Title, Language: s.Language, Cells: []vectorCell{}, Removed: []vectorRemoved{}, Runs: append([]*Run{}, s.Runs...),
	}
	cell := func(c *Cell) vectorCell {
		return vectorCell{c.ID, c.Kind, c.Filename, c.Text.String(), c.Version}
	}
	for _, c := range s.Cells {
		v.Cells = append(v.Cells, cell(c))
	}
	for _, r := range s.Removed {
		v.Removed = append(v.Removed, vectorRemoved{cell(r.Cell), r.After, r.EditedBy})
	}
	return v
}

// TestVectors holds the file that the TypeScript engine replays to what this machine does.
func TestVectors(t *testing.T) {
	got := []byte("[\n")
	for i, v := range vectors(t) {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			got = append(got, ",\n"...)
		}
		got = append(got, raw...)
	}
	got = append(got, "\n]\n"...)
	if *update {
		if err := os.MkdirAll(filepath.Dir(vectorsFile), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(vectorsFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(compact(t, got), compact(t, want)) {
		t.Errorf("%s is out of date; look at the difference after `go test ./internal/core/live -run Vectors -update`", vectorsFile)
	}
}

// compact makes two layouts of the same JSON equal: the interface's formatter may have its own.
func compact(t *testing.T, raw []byte) []byte {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func vectors(t *testing.T) []vector {
	insert := func(id, after, filename, text string) InsertCell {
		return InsertCell{
			Cell: notebook.CellID(id), After: notebook.CellID(after), Kind: notebook.Code, Filename: filename, Text: text,
		}
	}
	failure := &Failure{Message: "Error: x", File: "a.ts", Line: 1, Column: 7, Package: "lodash"}
	scripts := []struct {
		name string
		ops  []Op
	}{
		{"nothing", nil},
		{"title", []Op{SetTitle{"Überschrift 😀"}}},
		{"edits", []Op{
			edit("a", 0, `[9,[0," + 1","","// é😀"]]`), edit("a", 1, `[4,[1,"b"],16]`), edit("b", 0, `[[9]]`),
			edit("m", 0, `[[0,"😀"],7]`), edit("m", 1, `[[2,"x"],7]`), edit(notebook.PackageID, 0, `[1,[0," "],43]`),
		}},
		{"late edits", []Op{
			edit("a", 0, `[4,[1,"first"],4]`), edit("a", 0, `[4,[0,"second"],5]`), edit("a", 0, `[[9,"third"]]`),
			edit("a", 1, `[13,[0,"4"]]`, `[14,[0,"5"]]`),
		}},
		{"cells come and go", []Op{
			insert("c", "a", "c.ts", "1\r\n2"), insert("d", "", "d.mts", ""), insert("e", packageID, "e.cjs", "e"),
			insert("f", "nowhere", "f.jsx", "f"),
			DeleteCell{"a"},
			insert("g", "a", "a.ts", "g"),
			DeleteCell{"m"},
			insert("h", "a", "h.ts", "h"),
			RestoreCell{"a"},
			RestoreCell{"m"},
			InsertCell{Cell: "p", After: "c", Kind: notebook.Markdown, Text: "p"},
		}},
		{"cells move", []Op{
			MoveCell{"b", ""},
			MoveCell{"m", "b"},
			MoveCell{"a", "a"},
			MoveCell{"a", "nowhere"},
			MoveCell{"m", "tsconfig.json"},
			DeleteCell{"b"},
			MoveCell{"a", "b"},
		}},
		{"names", []Op{
			RenameCell{"a", "A.ts"},
			RenameCell{"b", "z.tsx"},
			DeleteCell{"a"},
			insert("c", "", "a.ts", ""),
			insert("d", "", "A-2.ts", ""),
			RestoreCell{"a"},
		}},
		{"deleted cells take edits", []Op{
			edit("a", 0, `[9,[0,"1"]]`), DeleteCell{"a"}, edit("a", 0, `[9,[0,"2"]]`), edit("a", 2, `[[0,"3"],11]`), RestoreCell{"a"},
		}},
		{"names and restorations change nothing", []Op{
			SetTitle{"T"}, SetCheckpoint{Name: "Draft"}, NoteRestore{Seq: 1, Cell: "a"}, SetCheckpoint{Seq: 2},
		}},
		{"a run", []Op{
			start("r:a"), advance("r", Evaluating),
			AdvanceRun{Run: "r", Phase: Running, Ports: []int{3000, 3001}},
			AdvanceRun{Run: "r", Phase: Running, Stdin: true},
			edit("a", 0, `[[9]]`),
			AdvanceRun{Run: "r", Phase: Exited, Exit: &Exit{Reason: Failed, Code: 1, Signal: "SIGABRT", Message: "m", Failure: failure}},
		}},
		{"a batch", []Op{start("r:a", "q:b"), exited("r", Finished), exited("q", Finished), start("r2:a", "q2:b")}},
		{"a batch that fails", []Op{start("r:a", "q:b"), exited("r", TimedOut)}},
		{"a batch that goes on beside a server", []Op{start("r:a", "q:b"), advance("r", Running), exited("q", Finished), exited("r", Killed)}},
		{"restart", []Op{
			start("r:a"), advance("r", Running), restart("q:a", "p:b"), edit("a", 0, `[[9,"new"]]`), RenameCell{"a", "n.ts"}, exited("r", Stopped),
		}},
		{"stop", []Op{start("r:a", "q:b"), StopRun{"q"}, StopRun{"r"}, exited("r", Stopped)}},
		{"delete what runs", []Op{start("r:a", "q:b"), DeleteCell{"b"}, DeleteCell{"a"}, exited("r", Stopped)}},
		{"clear", []Op{
			start("r:a"), exited("r", Finished), start("q:b"), ClearOutput{"b"}, ClearOutput{}, exited("q", Finished), ClearOutput{"b"},
		}},
	}
	var all []vector
	for _, script := range scripts {
		s := begin(t)
		before := s.state
		s.do(script.ops...)
		all = append(all, s.vector(script.name, before))
	}
	for seed := range uint64(3) {
		all = append(all, randomVector(t, seed))
	}
	return all
}

func (s *session) vector(name string, before State) vector {
	v := vector{Name: name, Snapshot: vectorOf(before), Ops: []vectorEntry{}, Expected: vectorOf(s.state)}
	for _, e := range s.entries {
		raw, err := EncodeOp(e.Op)
		if err != nil {
			s.t.Fatal(err)
		}
		v.Ops = append(v.Ops, vectorEntry{e.Seq, e.ID, e.Author, e.At, raw})
	}
	return v
}

// randomVector is the same with every run: the file must not change without a reason.
func randomVector(t *testing.T, seed uint64) vector {
	s := begin(t)
	c := &replica{Rand: rand.New(rand.NewPCG(seed, 7)), client: "c", state: s.state, drafts: map[notebook.CellID]*draft{}}
	before := s.state
	for len(s.entries) < 150 {
		if c.IntN(4) > 0 {
			c.state = s.state // otherwise it works with what it knew before
		}
		clear(c.drafts)
		e := c.propose(t)
		e.Seq, e.At = s.seq+1, noon.Add(time.Duration(s.seq)*time.Second)
		_ = s.try(e)
	}
	return s.vector(fmt.Sprintf("random %d", seed), before)
}
