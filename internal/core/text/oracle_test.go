package text

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const oracleFolder = "../../../e2e/oracle/codemirror"

type question struct {
	Doc       string      `json:"doc"`
	A         ChangeSet   `json:"a"`
	B         ChangeSet   `json:"b"`
	C         ChangeSet   `json:"c"`
	Chain     []ChangeSet `json:"chain"`
	Over      []ChangeSet `json:"over"`
	Positions []int       `json:"positions"`
}

// answer holds the bytes that JSON.stringify makes, or ours.
type answer struct {
	Same            json.RawMessage `json:"same"`
	Length          int             `json:"length"`
	NewLength       int             `json:"newLength"`
	Empty           bool            `json:"empty"`
	Applied         string          `json:"applied"`
	Inverse         json.RawMessage `json:"inverse"`
	Composed        json.RawMessage `json:"composed"`
	Mapped          json.RawMessage `json:"mapped"`
	MappedBefore    json.RawMessage `json:"mappedBefore"`
	PositionsBefore []int           `json:"positionsBefore"`
	PositionsAfter  []int           `json:"positionsAfter"`
	Rebased         json.RawMessage `json:"rebased"`
	Edited          edited          `json:"edited"`
}

// edited is the state of an editor that made its changes while others made theirs.
type edited struct {
	Unconfirmed json.RawMessage `json:"unconfirmed"`
	Doc         string          `json:"doc"`
}

// TestCodeMirror compares every operation with @codemirror/state and @codemirror/collab under Node.
func TestCodeMirror(t *testing.T) {
	ask := startOracle(t)
	r := newRandom(t)
	for range *casesFlag {
		q := r.question(t)
		raw, err := ask(encode(t, q))
		if err != nil {
			t.Fatalf("ask CodeMirror about %s: %v", encode(t, q), err)
		}
		var theirs answer
		if err := json.Unmarshal(raw, &theirs); err != nil {
			t.Fatalf("read the answer %s: %v", raw, err)
		}
		got, want := render(q.answer(t)), render(theirs)
		if got != want {
			t.Fatalf("question %s\ngot:\n%s\nwant:\n%s", encode(t, q), got, want)
		}
	}
}

func (r random) question(t testing.TB) question {
	size := 12
	if r.IntN(10) == 0 {
		size = 300
	}
	doc := r.text(size)
	a := r.change(doc)
	q := question{
		Doc: doc.s, A: a, B: r.change(doc), C: r.change(apply(t, a, doc)),
		Chain: r.chain(t, doc, r.IntN(4)), Over: r.chain(t, doc, r.IntN(4)),
		Positions: []int{0, doc.units},
	}
	for range 4 {
		q.Positions = append(q.Positions, r.IntN(doc.units+1))
	}
	return q
}

func (q question) answer(t testing.TB) answer {
	doc := of(q.Doc)
	rebased := rebase(t, q.Chain, q.Over)
	pending := rebase(t, slices.DeleteFunc(slices.Clone(q.Chain), ChangeSet.IsEmpty), q.Over)
	merged := doc
	for _, c := range slices.Concat(q.Over, pending) {
		merged = apply(t, c, merged)
	}
	a := answer{
		Same:         q.A.AppendJSON(nil),
		Length:       q.A.Len(),
		NewLength:    q.A.NewLen(),
		Empty:        q.A.IsEmpty(),
		Applied:      apply(t, q.A, doc).s,
		Inverse:      must(t)(q.A.Invert(doc)).AppendJSON(nil),
		Composed:     must(t)(Compose(q.A, q.C)).AppendJSON(nil),
		Mapped:       must(t)(q.A.Map(q.B, false)).AppendJSON(nil),
		MappedBefore: must(t)(q.A.Map(q.B, true)).AppendJSON(nil),
		Rebased:      list(rebased),
		Edited:       edited{Unconfirmed: list(pending), Doc: merged.s},
	}
	for _, p := range q.Positions {
		a.PositionsBefore = append(a.PositionsBefore, q.A.MapPos(p, -1))
		a.PositionsAfter = append(a.PositionsAfter, q.A.MapPos(p, 1))
	}
	return a
}

func rebase(t testing.TB, updates, over []ChangeSet) []ChangeSet {
	t.Helper()
	rebased, err := Rebase(updates, over)
	if err != nil {
		t.Fatal(err)
	}
	return rebased
}

func list(sets []ChangeSet) []byte {
	parts := make([]string, len(sets))
	for i, c := range sets {
		parts[i] = c.String()
	}
	return []byte("[" + strings.Join(parts, ",") + "]")
}

func render(a answer) string {
	var b strings.Builder
	for _, field := range []struct {
		name  string
		value any
	}{
		{"same", string(a.Same)},
		{"length", a.Length},
		{"newLength", a.NewLength},
		{"empty", a.Empty},
		{"applied", a.Applied},
		{"inverse", string(a.Inverse)},
		{"composed", string(a.Composed)},
		{"mapped", string(a.Mapped)},
		{"mappedBefore", string(a.MappedBefore)},
		{"positionsBefore", a.PositionsBefore},
		{"positionsAfter", a.PositionsAfter},
		{"rebased", string(a.Rebased)},
		{"unconfirmed", string(a.Edited.Unconfirmed)},
		{"merged", a.Edited.Doc},
	} {
		value, _ := json.Marshal(field.value) // numbers, strings and lists of them cannot fail
		b.WriteString(field.name + " " + string(value) + "\n")
	}
	return b.String()
}

// startOracle runs CodeMirror in one Node process that lives as long as the test. Without
// SRCBOOK_ORACLES a missing installation skips the test, with it the test fails.
func startOracle(t *testing.T) func(line []byte) ([]byte, error) {
	if _, err := os.Stat(filepath.Join(oracleFolder, "node_modules", "@codemirror", "state")); errors.Is(err, fs.ErrNotExist) {
		const reason = "CodeMirror is not installed in e2e/oracle/codemirror: run make deps"
		if os.Getenv("SRCBOOK_ORACLES") != "" {
			t.Fatal(reason)
		}
		t.Skip(reason)
	}
	node := exec.CommandContext(t.Context(), "node", "oracle.mjs")
	node.Dir = oracleFolder
	node.Stderr = os.Stderr
	in, err := node.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := node.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := node.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = node.Wait() // killed by the context when the test has failed
	})
	answers := bufio.NewReader(out)
	return func(line []byte) ([]byte, error) {
		if _, err := in.Write(append(line, '\n')); err != nil {
			return nil, err
		}
		raw, err := answers.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			err = errors.New("the oracle has ended; its error is above")
		}
		return raw, err
	}
}
