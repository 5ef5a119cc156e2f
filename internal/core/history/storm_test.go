package history

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/seedtest"
)

// world is a notebook that is edited at random, with its journal.
type world struct {
	*rand.Rand
	state   live.State
	entries []live.Entry
	at      time.Time
}

func newWorld(r *rand.Rand) *world {
	n := notebook.New("Sample", notebook.TypeScript)
	n.Cells = append(n.Cells,
		notebook.Cell{ID: "m", Kind: notebook.Markdown, Text: text.Lossy("# Words 😀")},
		notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "f1.ts", Text: text.Lossy("import './f2'\nlet a = 1")},
		notebook.Cell{ID: "b", Kind: notebook.Code, Filename: "f2.ts", Text: text.Lossy("let b = 2")},
	)
	return &world{Rand: r, state: live.New(n), at: noon}
}

// do makes n operations that are accepted; renaming is followed by the edits that the session adds.
func (w *world) do(t *testing.T, n int) *world {
	t.Helper()
	for end := len(w.entries) + n; len(w.entries) < end; {
		op := w.op()
		before := w.state
		if w.apply(op) != nil {
			continue
		}
		if rename, ok := op.(live.RenameCell); ok {
			w.follow(t, before, rename)
		}
		w.at = w.at.Add(time.Duration(w.IntN(int(3 * time.Hour))))
	}
	return w
}

func (w *world) follow(t *testing.T, before live.State, op live.RenameCell) {
	t.Helper()
	c := before.Cell(op.Cell)
	if c == nil || c.Filename == op.Filename {
		return
	}
	for _, edit := range live.FollowRename(w.state, c.Filename, op.Filename) {
		if err := w.apply(edit); err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) apply(op live.Op) error {
	seq := int64(len(w.entries) + 1)
	author := []string{"Ada", "Ben"}[w.IntN(2)]
	out, err := live.Apply(w.state, live.Entry{Seq: seq, ID: live.NewOpID("w", uint64(seq)), Author: author, At: w.at, Op: op})
	if err == nil {
		w.state, w.entries = out.State, append(w.entries, out.Entry)
	}
	return err
}

func (w *world) op() live.Op {
	cell, after := w.cell(), w.cell().ID
	name := fmt.Sprintf("f%d.ts", w.IntN(6))
	switch n := w.IntN(20); {
	case n < 9:
		at := w.IntN(cell.Text.Len() + 1)
		change, err := text.Replace(at, min(cell.Text.Len(), at+w.IntN(4)), text.Lossy([]string{"", "x", "\n", "import './" + name + "'\n"}[w.IntN(4)]), cell.Text.Len())
		if err != nil {
			panic(err)
		}
		return live.EditText{Cell: cell.ID, Base: cell.Version, Changes: []text.ChangeSet{change}}
	case n < 11:
		return live.InsertCell{Cell: notebook.CellID(fmt.Sprintf("c%d", len(w.entries))), After: after, Kind: notebook.Code, Filename: name, Text: "new"}
	case n < 12:
		return live.InsertCell{Cell: notebook.CellID(fmt.Sprintf("p%d", len(w.entries))), After: after, Kind: notebook.Markdown, Text: "prose"}
	case n < 14:
		return live.DeleteCell{Cell: cell.ID}
	case n < 15 && len(w.state.Removed) > 0:
		return live.RestoreCell{Cell: w.state.Removed[w.IntN(len(w.state.Removed))].Cell.ID}
	case n < 17:
		return live.MoveCell{Cell: cell.ID, After: after}
	case n < 19:
		return live.RenameCell{Cell: cell.ID, Filename: name}
	default:
		return live.SetTitle{Title: fmt.Sprintf("Title %d", len(w.entries))}
	}
}

func (w *world) cell() *live.Cell { return w.state.Cells[w.IntN(len(w.state.Cells))] }

// restore does what Restore lists, as the session does it.
func (w *world) restore(t *testing.T, from, to notebook.Notebook, cell notebook.CellID) {
	t.Helper()
	ops, err := Restore(w.state, from, to, cell)
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range ops {
		before := w.state
		if err := w.apply(op); err != nil {
			t.Fatalf("%#v: %v", op, err)
		}
		if rename, ok := op.(live.RenameCell); ok {
			w.follow(t, before, rename)
		}
	}
}

func same(t *testing.T, what string, got, want notebook.Notebook) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\n got %v\nwant %v", what, got, want)
	}
}

func TestRestoringEqualsTheRevision(t *testing.T) {
	r := seedtest.Rand(t)
	for range 300 {
		w := newWorld(r).do(t, r.IntN(20))
		revision := w.state.Notebook()
		w.do(t, 1+r.IntN(30))
		before := w.state.Notebook()
		w.restore(t, before, revision, "")
		same(t, "restored", w.state.Notebook(), revision)
		w.restore(t, revision, before, "")
		same(t, "taken back", w.state.Notebook(), before)
	}
}

func TestRestoringOneCellLeavesTheOthers(t *testing.T) {
	r := seedtest.Rand(t)
	for range 300 {
		w := newWorld(r).do(t, r.IntN(20))
		revision := w.state.Notebook()
		cell := revision.Cells[r.IntN(len(revision.Cells))]
		w.do(t, 1+r.IntN(30))
		before := w.state.Notebook()
		w.restore(t, before, revision, cell.ID)
		if got := w.state.Cell(cell.ID); got == nil || got.Text != cell.Text {
			t.Fatalf("cell %s is %v, want %v", cell.ID, got, cell)
		}
		for _, c := range before.Cells {
			if now := w.state.Cell(c.ID); now == nil || c.ID != cell.ID && now.Filename != c.Filename {
				t.Fatalf("cell %s became %v", c.ID, now)
			}
		}
	}
}

// TestTakingBackKeepsLaterWork undoes a restoration after somebody went on editing.
func TestTakingBackKeepsLaterWork(t *testing.T) {
	w := newWorld(seedtest.Rand(t))
	edit := func(cell notebook.CellID, at int, insert string) {
		c := w.state.Cell(cell)
		change, err := text.Replace(at, at, text.Lossy(insert), c.Text.Len())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.apply(live.EditText{Cell: cell, Base: c.Version, Changes: []text.ChangeSet{change}}); err != nil {
			t.Fatal(err)
		}
	}
	first := w.state.Notebook()
	edit("b", 9, " // ours")
	before := w.state.Notebook()
	w.restore(t, before, first, "")
	edit("b", 0, "// theirs\n")
	edit("m", 0, "More ")
	if err := w.apply(live.InsertCell{Cell: "n", After: "b", Kind: notebook.Code, Filename: "n.ts", Text: "new"}); err != nil {
		t.Fatal(err)
	}
	w.restore(t, first, before, "")
	got := map[notebook.CellID]string{}
	for _, c := range w.state.Cells[2:] {
		got[c.ID] = c.Text.String()
	}
	want := map[notebook.CellID]string{
		"m": "More # Words 😀", "a": "import './f2'\nlet a = 1", "b": "// theirs\nlet b = 2 // ours", "n": "new",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// TestFoldingKeepsWhatItPromises folds random journals and compares each kept revision, stored and
// read again, with the replay of the journal.
func TestFoldingKeepsWhatItPromises(t *testing.T) {
	r := seedtest.Rand(t)
	for range 50 {
		w := newWorld(r)
		began := w.state
		w.do(t, 200)
		names := map[int64]bool{int64(1 + r.IntN(200)): true, int64(1 + r.IntN(200)): true}
		kept, last, err := Fold(began, w.entries, func(seq int64) bool { return names[seq] })
		if err != nil {
			t.Fatal(err)
		}
		same(t, "the state after folding", last.Notebook(), w.state.Notebook())
		base, days, edits := began.Notebook(), map[time.Time]bool{}, 0
		for _, k := range kept {
			raw, err := Encode(k.Notebook, &base)
			if err != nil {
				t.Fatal(err)
			}
			read, err := Decode(raw, &base)
			if err != nil {
				t.Fatal(err)
			}
			same(t, fmt.Sprintf("revision %d", k.Seq), read, replayed(t, began, w.entries[:k.Seq]))
			base, edits = read, edits+k.Edits
			days[Day(k.At)] = true
			delete(names, k.Seq)
		}
		if len(names) > 0 {
			t.Errorf("named revisions %v were not kept", names)
		}
		for _, e := range w.entries {
			if !days[Day(e.At)] {
				t.Errorf("no revision of %s was kept", Day(e.At))
			}
		}
		if edits != len(w.entries) {
			t.Errorf("the kept revisions tell of %d edits, there were %d", edits, len(w.entries))
		}
	}
}

func replayed(t *testing.T, s live.State, entries []live.Entry) notebook.Notebook {
	t.Helper()
	for _, e := range entries {
		out, err := live.Apply(s, e)
		if err != nil {
			t.Fatal(err)
		}
		s = out.State
	}
	return s.Notebook()
}

func TestCompareTellsEveryCell(t *testing.T) {
	r := seedtest.Rand(t)
	for range 300 {
		w := newWorld(r).do(t, r.IntN(20))
		before := w.state.Notebook()
		w.do(t, r.IntN(30))
		after := w.state.Notebook()
		var olds, news []notebook.CellID
		for _, d := range Compare(before, after) {
			if d.Before != nil {
				olds = append(olds, d.Before.ID)
			}
			if d.After != nil {
				news = append(news, d.After.ID)
			}
			if same := d.Change == Same; same != (d.Before != nil && d.After != nil && d.Before.Text == d.After.Text &&
				d.Before.Filename == d.After.Filename && d.Change != Moved) {
				t.Errorf("%s is %s", d.After.ID, d.Change)
			}
		}
		if len(olds) != len(before.Cells) {
			t.Errorf("the cells before are %v of %v", olds, before.Cells)
		}
		for i, c := range after.Cells {
			if news[i] != c.ID {
				t.Errorf("the cells after are %v, not in order of %v", news, after.Cells)
			}
		}
	}
}

// TestPlanningLeavesTheStateAlone holds a plan to a state of its own: the histories of cells are
// shared along one line, and a plan that wrote into them would corrupt the live session.
func TestPlanningLeavesTheStateAlone(t *testing.T) {
	r := seedtest.Rand(t)
	for range 50 {
		w := newWorld(r).do(t, 40)
		revision := w.state.Notebook()
		w.do(t, 40)
		present := w.state
		w.do(t, 40)
		want, err := live.EncodeSnapshot(w.state)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(present, present.Notebook(), revision, ""); err != nil {
			t.Fatal(err)
		}
		if got, err := live.EncodeSnapshot(w.state); err != nil || string(got) != string(want) {
			t.Fatalf("planning changed the live state, %v\n got %s\nwant %s", err, got, want)
		}
	}
}
