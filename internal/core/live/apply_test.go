package live

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

func TestStructure(t *testing.T) {
	const m, a, b = "m()=# Words", "a(a.ts)=let a = 1", "b(b.ts)=let b = 2"
	code := func(id, after, name string) InsertCell {
		return InsertCell{
			Cell: notebook.CellID(id), After: notebook.CellID(after), Kind: notebook.Code, Filename: name, Text: "x",
		}
	}
	tests := []struct {
		name string
		ops  []Op
		want []string
	}{
		{"insert after", []Op{code("c", "a", "c.ts")}, []string{m, a, "c(c.ts)=x", b}},
		{"insert first", []Op{code("c", "", "c.ts")}, []string{"c(c.ts)=x", m, a, b}},
		{"insert after a configuration cell", []Op{code("c", packageID, "c.ts")}, []string{"c(c.ts)=x", m, a, b}},
		{"insert after an unknown cell", []Op{code("c", "nowhere", "c.ts")}, []string{m, a, b, "c(c.ts)=x"}},
		{"insert prose", []Op{InsertCell{Cell: "p", After: "m", Kind: notebook.Markdown, Text: "p\r\nq"}}, []string{m, "p()=p\nq", a, b}},
		{"insert after a deleted cell", []Op{DeleteCell{"a"}, code("c", "a", "c.ts")}, []string{m, "c(c.ts)=x", b}},
		{"insert after two deleted cells", []Op{DeleteCell{"a"}, DeleteCell{"m"}, code("c", "a", "c.ts")}, []string{"c(c.ts)=x", b}},
		{"delete", []Op{DeleteCell{"a"}}, []string{m, b}},
		{"restore in place", []Op{DeleteCell{"a"}, RestoreCell{"a"}}, []string{m, a, b}},
		{"restore the first", []Op{DeleteCell{"m"}, RestoreCell{"m"}}, []string{m, a, b}},
		{"restore behind a moved one", []Op{DeleteCell{"b"}, MoveCell{"a", ""}, RestoreCell{"b"}}, []string{a, b, m}},
		{
			"restore beside the new owner of its name",
			[]Op{DeleteCell{"a"}, code("c", "m", "a.ts"), RestoreCell{"a"}},
			[]string{m, "a(a-2.ts)=let a = 1", "c(a.ts)=x", b},
		},
		{"move first", []Op{MoveCell{"b", ""}}, []string{b, m, a}},
		{"move after", []Op{MoveCell{"m", "a"}}, []string{a, m, b}},
		{"move after itself", []Op{MoveCell{"a", "a"}}, []string{m, a, b}},
		{"move after a deleted cell", []Op{DeleteCell{"a"}, MoveCell{"b", "a"}}, []string{m, b}},
		{"move after an unknown cell", []Op{MoveCell{"m", "nowhere"}}, []string{a, b, m}},
		{"rename", []Op{RenameCell{"a", "c.tsx"}}, []string{m, "a(c.tsx)=let a = 1", b}},
		{"rename in case only", []Op{RenameCell{"a", "A.ts"}}, []string{m, "a(A.ts)=let a = 1", b}},
		{"edit", []Op{edit("a", 0, `[9,[0," + 1"]]`)}, []string{m, "a(a.ts)=let a = 1 + 1", b}},
		{"edit twice in one", []Op{edit("a", 0, `[9,[0,"0"]]`, `[10,[0,"0"]]`)}, []string{m, "a(a.ts)=let a = 100", b}},
		{"edit late", []Op{edit("a", 0, `[[9,"x"]]`), edit("a", 0, `[9,[0,"!"]]`)}, []string{m, "a(a.ts)=x!", b}},
		{
			"two late edits in one",
			[]Op{edit("a", 0, `[[0,"é"],9]`), edit("a", 0, `[9,[0,"1"]]`, `[10,[0,"2"]]`)},
			[]string{m, "a(a.ts)=élet a = 112", b},
		},
		{"edit what is deleted", []Op{DeleteCell{"a"}, edit("a", 0, `[[9,"late"]]`), RestoreCell{"a"}}, []string{m, "a(a.ts)=late", b}},
		{
			"an edit that races a deletion",
			[]Op{edit("a", 0, `[[0,"1"],9]`), DeleteCell{"a"}, edit("a", 0, `[9,[0,"2"]]`), RestoreCell{"a"}},
			[]string{m, "a(a.ts)=1let a = 12", b},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := begin(t).do(tt.ops...)
			if got, want := outline(s.state), strings.Join(tt.want, " "); got != want {
				t.Errorf("got %s\nwant %s", got, want)
			}
			if got := s.state.Cells[0].ID; got != notebook.PackageID {
				t.Errorf("the first cell is %s", got)
			}
		})
	}
}

const packageID = string(notebook.PackageID)

func TestRefusal(t *testing.T) {
	long := strings.Repeat("x", notebook.MaxCellBytes)
	insert := func(change func(*InsertCell)) Op {
		op := InsertCell{Cell: "c", After: "a", Kind: notebook.Code, Filename: "c.ts"}
		change(&op)
		return op
	}
	tests := []struct {
		name   string
		before []Op
		op     Op
		want   fault.Code
	}{
		{"edit an unknown cell", nil, edit("x", 0, `[1]`), fault.CodeCellNotFound},
		{"edit without a change", nil, edit("a", 0), fault.CodeChange},
		{"edit a version to come", nil, edit("a", 1, `[9]`), fault.CodeBaseUnknown},
		{"edit a negative version", nil, edit("a", -1, `[9]`), fault.CodeBaseTooOld},
		{"edit another length", nil, edit("a", 0, `[8]`), fault.CodeChange},
		{"edit of which the second fails", nil, edit("a", 0, `[9,[0,"x"]]`, `[9]`), fault.CodeChange},
		{"edit that splits a pair", []Op{edit("a", 0, `[[9,"😀"]]`)}, edit("a", 1, `[1,[1]]`), fault.CodeSurrogate},
		{"edit beyond the size", nil, edit("a", 0, `[9,[0,"`+long+`"]]`), fault.CodeTooLarge},
		{"insert under a bad id", nil, insert(func(c *InsertCell) { c.Cell = "a b" }), fault.CodeInvalid},
		{"insert under a fixed id", nil, insert(func(c *InsertCell) { c.Cell = notebook.PackageID }), fault.CodeInvalid},
		{"insert an id that exists", nil, insert(func(c *InsertCell) { c.Cell = "b" }), fault.CodeCellExists},
		{"insert an id that was deleted", []Op{DeleteCell{"b"}}, insert(func(c *InsertCell) { c.Cell = "b" }), fault.CodeCellExists},
		{"insert a file that exists", nil, insert(func(c *InsertCell) { c.Filename = "B.ts" }), fault.CodeFilenameTaken},
		{"insert a bad file name", nil, insert(func(c *InsertCell) { c.Filename = "../x.ts" }), fault.CodeFilename},
		{"insert code without a file name", nil, insert(func(c *InsertCell) { c.Filename = "" }), fault.CodeFilename},
		{"insert prose with a file name", nil, insert(func(c *InsertCell) { c.Kind = notebook.Markdown }), fault.CodeCellKind},
		{"insert a second package.json", nil, insert(func(c *InsertCell) { c.Kind = notebook.Package }), fault.CodeCellKind},
		{"insert a second tsconfig.json", nil, insert(func(c *InsertCell) { c.Kind = notebook.TSConfig }), fault.CodeCellKind},
		{"insert an unknown kind", nil, insert(func(c *InsertCell) { c.Kind = "chart" }), fault.CodeCellKind},
		{"insert too much text", nil, insert(func(c *InsertCell) { c.Text = long + "x" }), fault.CodeTooLarge},
		{"insert broken text", nil, insert(func(c *InsertCell) { c.Text = "\xff" }), fault.CodeSurrogate},
		{"delete an unknown cell", nil, DeleteCell{"x"}, fault.CodeCellNotFound},
		{"delete twice", []Op{DeleteCell{"a"}}, DeleteCell{"a"}, fault.CodeCellNotFound},
		{"delete package.json", nil, DeleteCell{notebook.PackageID}, fault.CodeCellKind},
		{"restore what is there", nil, RestoreCell{"a"}, fault.CodeCellNotFound},
		{"move an unknown cell", nil, MoveCell{"x", "a"}, fault.CodeCellNotFound},
		{"move tsconfig.json", nil, MoveCell{notebook.TSConfigID, "a"}, fault.CodeCellKind},
		{"rename an unknown cell", nil, RenameCell{"x", "x.ts"}, fault.CodeCellNotFound},
		{"rename prose", nil, RenameCell{"m", "x.ts"}, fault.CodeCellKind},
		{"rename package.json", nil, RenameCell{notebook.PackageID, "x.ts"}, fault.CodeCellKind},
		{"rename to a taken name", nil, RenameCell{"a", "b.ts"}, fault.CodeFilenameTaken},
		{"rename to package.json", nil, RenameCell{"a", "package.json"}, fault.CodeFilename},
		{"an empty title", nil, SetTitle{" "}, fault.CodeTitle},
		{"a title of two lines", nil, SetTitle{"a\nb"}, fault.CodeTitle},
		{"run nothing", nil, StartRuns{}, fault.CodeMessage},
		{"run under a bad id", nil, start("a b:a"), fault.CodeMessage},
		{"run an unknown cell", nil, start("r:x"), fault.CodeCellNotFound},
		{"run a deleted cell", []Op{DeleteCell{"a"}}, start("r:a"), fault.CodeCellNotFound},
		{"run prose", nil, start("r:m"), fault.CodeCellKind},
		{"run package.json", nil, start("r:package.json"), fault.CodeCellKind},
		{"run a cell that runs", []Op{start("r:a")}, start("q:a"), fault.CodeRunActive},
		{"run a cell twice in one", nil, start("r:a", "q:a"), fault.CodeRunActive},
		{"run under an id that exists", []Op{start("r:a")}, start("r:b"), fault.CodeRunActive},
		{"restart a cell that waits to restart", []Op{start("r:a"), restart("q:a")}, restart("p:a"), fault.CodeRunActive},
		{"the second of two runs is bad", nil, start("r:a", "q:x"), fault.CodeCellNotFound},
		{"stop an unknown run", nil, StopRun{"r"}, fault.CodeRunNotFound},
		{"stop a run that has ended", []Op{start("r:a"), exited("r", Finished)}, StopRun{"r"}, fault.CodeRunNotActive},
		{"advance an unknown run", nil, advance("r", Running), fault.CodeRunNotFound},
		{"advance backwards", []Op{start("r:a"), advance("r", Running)}, advance("r", Evaluating), fault.CodeConflict},
		{"advance to an unknown phase", []Op{start("r:a")}, advance("r", "dancing"), fault.CodeConflict},
		{"advance after the end", []Op{start("r:a"), exited("r", Finished)}, exited("r", Failed), fault.CodeConflict},
		{"exit without an exit", []Op{start("r:a")}, advance("r", Exited), fault.CodeMessage},
		{"run with an exit", []Op{start("r:a")}, AdvanceRun{Run: "r", Phase: Running, Exit: &Exit{}}, fault.CodeMessage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { begin(t).do(tt.before...).refuse(tt.want, tt.op) })
	}
}

func restart(runs ...string) StartRuns {
	op := start(runs...)
	op.Restart = true
	return op
}

func TestLimitOfCells(t *testing.T) {
	s := begin(t)
	for i := len(s.state.Cells); i < notebook.MaxCells; i++ {
		id := notebook.CellID(fmt.Sprintf("p%d", i))
		s.state.Cells = append(s.state.Cells, &Cell{Cell: notebook.Cell{ID: id, Kind: notebook.Markdown}})
	}
	s.refuse(fault.CodeNotebookFull, InsertCell{Cell: "last", Kind: notebook.Markdown})
}

func TestLimitOfRuns(t *testing.T) {
	s := begin(t)
	for i := range MaxRuns {
		id := fmt.Sprintf("c%d", i)
		s.do(InsertCell{Cell: notebook.CellID(id), Kind: notebook.Code, Filename: id + ".ts"}, start("r"+id+":"+id))
	}
	s.refuse(fault.CodeTooManyRuns, start("r:a"))
}

func TestIDs(t *testing.T) {
	s := begin(t)
	if err := s.try(Entry{Seq: 1, ID: "tab:5", Op: SetTitle{"Five"}}); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[OpID]fault.Code{
		"tab:5": fault.CodeConflict, "tab:4": fault.CodeConflict, "tab": fault.CodeMessage, ":1": fault.CodeMessage,
		"tab:0": fault.CodeMessage, "tab:-1": fault.CodeMessage, "tab:x": fault.CodeMessage,
		"tab:9007199254740993": fault.CodeMessage, OpID(strings.Repeat("t", 65) + ":1"): fault.CodeMessage,
	} {
		if err := s.try(Entry{Seq: 2, ID: id, Op: SetTitle{"Six"}}); err == nil || fault.From(err).Code != want {
			t.Errorf("id %q: %v, want %s", id, err, want)
		}
	}
	if s.state.Title != "Five" {
		t.Errorf("title = %q", s.state.Title)
	}
}

// TestForgottenClients holds the marks of clients to a bound; the latest are kept.
func TestForgottenClients(t *testing.T) {
	s := begin(t)
	for i := range maxMarks + 10 {
		if err := s.try(Entry{Seq: int64(i + 1), ID: NewOpID(ClientID(fmt.Sprintf("c%d", i)), 7), Op: SetTitle{"T"}}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(s.state.Clients); n != maxMarks {
		t.Errorf("%d marks, want %d", n, maxMarks)
	}
	if s.state.Seen("c9:7") || !s.state.Seen("c10:7") || s.state.Seen("c10:8") {
		t.Error("the wrong clients were forgotten")
	}
}

// TestHistoryIsBounded keeps enough history to rebase an old edit, and refuses older ones.
func TestHistoryIsBounded(t *testing.T) {
	s := begin(t)
	for i := range 2*maxUpdates + 1 {
		s.do(edit("a", i, fmt.Sprintf(`[%d,[0,"x"]]`, 9+i)))
	}
	c := s.state.Cell("a")
	if len(c.Updates) != maxUpdates || c.Version != 2*maxUpdates+1 {
		t.Fatalf("%d updates at version %d", len(c.Updates), c.Version)
	}
	oldest := c.Version - maxUpdates
	s.refuse(fault.CodeBaseTooOld, edit("a", oldest-1, fmt.Sprintf(`[[0,"<"],%d]`, 9+oldest-1)))
	s.do(edit("a", oldest, fmt.Sprintf(`[[0,"<"],%d]`, 9+oldest)))
	if got := s.state.Cell("a").Text.String(); !strings.HasPrefix(got, "<let") {
		t.Errorf("text = %.20q", got)
	}
}

func TestRemovedCellsAreBounded(t *testing.T) {
	s := begin(t)
	for i := range maxRemoved + 1 {
		id := notebook.CellID(fmt.Sprintf("p%d", i))
		s.do(InsertCell{Cell: id, Kind: notebook.Markdown}, DeleteCell{id})
	}
	if n := len(s.state.Removed); n != maxRemoved {
		t.Errorf("%d removed cells, want %d", n, maxRemoved)
	}
	s.refuse(fault.CodeCellNotFound, RestoreCell{"p0"})
}

// TestOldStatesStay lets a reader keep a state while its owner moves on.
func TestOldStatesStay(t *testing.T) {
	s := begin(t).do(edit("a", 0, `[9,[0,"x"]]`), DeleteCell{"b"}, start("r:a"))
	kept, before := s.state, encoded(t, s.state)
	s.do(edit("a", 1, `[10,[0,"y"]]`), edit("b", 0, `[[9]]`), RestoreCell{"b"}, exited("r", Finished), start("q:a"))
	if got := encoded(t, kept); got != before {
		t.Errorf("an old state changed\n got %s\nwant %s", got, before)
	}
}

func TestEffectsOfStructure(t *testing.T) {
	both := []Effect{SyncFolder{}, SyncLibrary{}}
	tests := []struct {
		name   string
		before []Op
		op     Op
		want   []Effect
	}{
		{"edit", nil, edit("a", 0, `[[9]]`), both},
		{"edit of a deleted cell", []Op{DeleteCell{"a"}}, edit("a", 0, `[[9]]`), nil},
		{"title", nil, SetTitle{"T"}, both},
		{"move", nil, MoveCell{"a", ""}, both},
		{"a move that moves nothing", nil, MoveCell{"a", "a"}, nil},
		{"delete a running cell", []Op{start("r:a")}, DeleteCell{"a"}, append(both[:2:2], StopProcess{"r"})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := begin(t).do(tt.before...).do(tt.op).effects; !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestNotebook(t *testing.T) {
	n := notebook.New("T", notebook.JavaScript)
	n.Front, n.Metadata = "---", []notebook.MetadataField{{Key: "k", Value: []byte(`1`)}}
	n.Cells = append(n.Cells, notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "a.js", Text: text.Lossy("1")})
	if got := New(n).Notebook(); !reflect.DeepEqual(got, n) {
		t.Errorf("got %+v\nwant %+v", got, n)
	}
}
