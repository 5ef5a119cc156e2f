package text

import (
	"errors"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
)

func wantCode(t *testing.T, err error, want fault.Code) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got error %v, want %s", err, want)
	}
}

func TestNew(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string
		units          int
	}{
		{"empty", "", "", 0},
		{"ascii", "let x", "let x", 5},
		{"line breaks", "a\r\nb\rc\n\r", "a\nb\nc\n\n", 7},
		{"two and three bytes", "é漢", "é漢", 2},
		{"astral", "a😀b", "a😀b", 4},
		{"longer than a word", "0123456é漢😀😀89abcdefgh", "0123456é漢😀😀89abcdefgh", 23},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := New(tt.in)
			if want := (Text{tt.want, tt.units}); err != nil || got != want {
				t.Errorf("got %+v, %v, want %+v", got, err, want)
			}
			if got.String() != tt.want || got.Len() != tt.units || got.Bytes() != len(tt.want) {
				t.Errorf("got %q of %d units and %d bytes", got, got.Len(), got.Bytes())
			}
		})
	}
	_, err := New("a\xff")
	wantCode(t, err, fault.CodeSurrogate)
	if got := Lossy("a\xff\xed\xa0\x80\r\nb").String(); got != "a\uFFFD\nb" {
		t.Errorf("lossy: got %q", got)
	}
}

func TestSlice(t *testing.T) {
	doc := of("é😀漢x")
	for _, tt := range []struct {
		from, to int
		want     string
		code     fault.Code
	}{
		{0, 0, "", ""},
		{0, 5, "é😀漢x", ""},
		{1, 3, "😀", ""},
		{3, 4, "漢", ""},
		{5, 5, "", ""},
		{0, 2, "", fault.CodeSurrogate},
		{2, 3, "", fault.CodeSurrogate},
		{-1, 3, "", fault.CodeChange},
		{3, 2, "", fault.CodeChange},
		{3, 6, "", fault.CodeChange},
	} {
		got, err := doc.Slice(tt.from, tt.to)
		if got != tt.want || (err == nil) != (tt.code == "") {
			t.Errorf("%d to %d: got %q, %v, want %q", tt.from, tt.to, got, err, tt.want)
		}
		if tt.code != "" {
			wantCode(t, err, tt.code)
		}
	}
}

func TestEdits(t *testing.T) {
	for _, tt := range []struct {
		name  string
		len   int
		edits []Edit
		want  string // "" when refused
	}{
		{"none", 5, nil, `[5]`},
		{"none in an empty document", 0, nil, `[]`},
		{"without effect", 5, []Edit{{2, 2, Text{}}}, `[5]`},
		{"insert", 5, []Edit{{2, 2, of("a\nb")}}, `[2,[0,"a","b"],3]`},
		{"insert at both ends", 2, []Edit{{0, 0, of("a")}, {2, 2, of("b")}}, `[[0,"a"],2,[0,"b"]]`},
		{"delete everything", 5, []Edit{{0, 5, Text{}}}, `[[5]]`},
		{"replace twice", 9, []Edit{{1, 2, of("é")}, {4, 6, of("😀")}}, `[1,[1,"é"],2,[2,"😀"],3]`},
		{"neighbours", 4, []Edit{{0, 2, of("a")}, {2, 4, of("b")}}, `[[2,"a"],[2,"b"]]`},
		{"neighbouring deletions join", 4, []Edit{{0, 2, Text{}}, {2, 4, Text{}}}, `[[4]]`},
		{"backwards", 5, []Edit{{3, 2, Text{}}}, ""},
		{"before the start", 5, []Edit{{-1, 2, Text{}}}, ""},
		{"after the end", 5, []Edit{{3, 6, Text{}}}, ""},
		{"overlap", 5, []Edit{{0, 3, Text{}}, {2, 4, Text{}}}, ""},
		{"negative length", -1, nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Edits(tt.len, tt.edits...)
			switch {
			case tt.want == "":
				wantCode(t, err, fault.CodeChange)
			case err != nil || got.String() != tt.want || got.Len() != tt.len:
				t.Errorf("got %s for length %d, %v, want %s for length %d", got, got.Len(), err, tt.want, tt.len)
			}
		})
	}
	got := must(t)(Replace(1, 2, of("xy"), 3))
	if want := `[1,[1,"xy"],1]`; got.String() != want || got.NewLen() != 4 {
		t.Errorf("replace: got %s, want %s", got, want)
	}
}

func TestApply(t *testing.T) {
	for _, tt := range []struct {
		name, doc, change, want string
		code                    fault.Code
	}{
		{"nothing", "", `[]`, "", ""},
		{"empty", "abc", `[3]`, "abc", ""},
		{"insert", "abc", `[1,[0,"x"],2]`, "axbc", ""},
		{"insert lines", "abc", `[1,[0,"x","","y"],2]`, "ax\n\nybc", ""},
		{"delete a line break", "a\nb", `[1,[1],1]`, "ab", ""},
		{"replace", "abc", `[1,[1,"é"],1]`, "aéc", ""},
		{"neighbours", "abc", `[[1,"x"],[1],[0,"y"],[1,"z"]]`, "xyz", ""},
		{"around a pair", "a😀b", `[1,[2,"😁"],1]`, "a😁b", ""},
		{"after a pair", "a😀b", `[3,[0,"x"],1]`, "a😀xb", ""},
		{"inside a pair", "a😀b", `[2,[0,"x"],2]`, "", fault.CodeSurrogate},
		{"first half of a pair", "a😀b", `[1,[1],2]`, "", fault.CodeSurrogate},
		{"second half of a pair", "a😀b", `[2,[1],1]`, "", fault.CodeSurrogate},
		{"last half of the document", "😀", `[1,[1]]`, "", fault.CodeSurrogate},
		{"too short", "abc", `[2]`, "", fault.CodeChange},
		{"too long", "abc", `[3,[1]]`, "", fault.CodeChange},
		{"bytes for units", "é", `[[2]]`, "", fault.CodeChange},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, doc := parse(t, tt.change), of(tt.doc)
			got, err := c.Apply(doc)
			if tt.code != "" {
				wantCode(t, err, tt.code)
				_, err = c.Invert(doc)
				wantCode(t, err, tt.code)
				return
			}
			if want := of(tt.want); err != nil || got != want {
				t.Fatalf("got %+v, %v, want %+v", got, err, want)
			}
			inverse := must(t)(c.Invert(doc))
			if got := apply(t, inverse, got); got != doc {
				t.Errorf("undone by %s: got %q, want %q", inverse, got.s, doc.s)
			}
		})
	}
}

func TestApplyCopiesOnce(t *testing.T) {
	for name, s := range map[string]string{"ascii": strings.Repeat("a", 1<<20), "astral": strings.Repeat("😀", 1<<18)} {
		doc := of(s)
		c := must(t)(Replace(doc.Len()/2, doc.Len()/2, of("x"), doc.Len()))
		if got := testing.AllocsPerRun(10, func() { apply(t, c, doc) }); got > 1 {
			t.Errorf("%s: got %v allocations, want 1", name, got)
		}
	}
}

func TestMapPos(t *testing.T) {
	c := parse(t, `[2,[0,"xyz"],2,[2],1,[1,"ab"],1]`) // length 9
	for _, tt := range []struct{ pos, before, after int }{
		{-3, 0, 0}, {0, 0, 0}, {2, 2, 5}, {3, 6, 6}, {4, 7, 7}, {5, 7, 7}, {6, 7, 7}, {7, 8, 8}, {8, 10, 10}, {9, 11, 11}, {99, 11, 11},
	} {
		if before, after := c.MapPos(tt.pos, -1), c.MapPos(tt.pos, 1); before != tt.before || after != tt.after {
			t.Errorf("%d: got %d and %d, want %d and %d", tt.pos, before, after, tt.before, tt.after)
		}
	}
}

func TestTransformRefusesWhatDoesNotFit(t *testing.T) {
	three, four, pair := parse(t, `[3]`), parse(t, `[2,[0,"x"],2]`), parse(t, `[[0,"😀"],3]`)
	_, err := Compose(three, four)
	wantCode(t, err, fault.CodeChange)
	_, err = Compose(pair, parse(t, `[1,[1],3]`))
	wantCode(t, err, fault.CodeSurrogate)
	_, err = Compose(pair, parse(t, `[[1],4]`))
	wantCode(t, err, fault.CodeSurrogate)
	_, err = Compose(pair, parse(t, `[1,[0,"x"],4]`))
	wantCode(t, err, fault.CodeSurrogate)
	_, err = three.Map(four, false)
	wantCode(t, err, fault.CodeChange)
	_, err = Rebase([]ChangeSet{four}, []ChangeSet{three})
	wantCode(t, err, fault.CodeChange)
	_, err = Rebase([]ChangeSet{three, pair, three}, []ChangeSet{three})
	wantCode(t, err, fault.CodeChange)
	_, err = Rebase([]ChangeSet{three}, []ChangeSet{pair, three})
	wantCode(t, err, fault.CodeChange)
}

// What arrives together must not matter: composing the two updates of the other writer would put
// "s" first, which an editor that received them one by one would not have.
func TestRebaseDoesNotDependOnWhatArrivesTogether(t *testing.T) {
	updates := []ChangeSet{parse(t, `[[1,"s"]]`)}
	over := []ChangeSet{parse(t, `[[1]]`), parse(t, `[[0,"r"]]`)}
	got, err := Rebase(updates, over)
	if want := `[1,[0,"s"]]`; err != nil || got[0].String() != want {
		t.Errorf("together: got %s, %v, want %s", got, err, want)
	}
	for _, other := range over {
		if updates, err = Rebase(updates, []ChangeSet{other}); err != nil {
			t.Fatal(err)
		}
	}
	if got[0].String() != updates[0].String() {
		t.Errorf("together: got %s, one by one %s", got, updates)
	}
	composed := must(t)(Compose(over[0], over[1]))
	if got := must(t)(parse(t, `[[1,"s"]]`).Map(composed, false)); got.String() != `[[0,"s"],1]` {
		t.Errorf("over the composition: got %s; if this has become equal, Rebase may compose", got)
	}
}

func TestRebaseWithNothingToDo(t *testing.T) {
	updates := []ChangeSet{parse(t, `[[1],1,1]`)}
	for _, over := range [][]ChangeSet{nil, {parse(t, `[3]`)}} {
		got, err := Rebase(updates, over)
		if err != nil || len(got) != 1 || got[0].String() != `[[1],1,1]` {
			t.Errorf("over %s: got %s, %v", over, got, err)
		}
	}
	if got, err := Rebase(nil, updates); err != nil || len(got) != 0 {
		t.Errorf("got %s, %v, want nothing", got, err)
	}
}
