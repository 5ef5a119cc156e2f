package srcmd_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/srcmd"
	"github.com/srcbook/srcbook/internal/core/text"
)

func TestEncodeWithOutput(t *testing.T) {
	n := notebook.New("A", notebook.JavaScript)
	n.Cells = append(n.Cells,
		notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "a.js", Text: text.Lossy("1")},
		notebook.Cell{ID: "b", Kind: notebook.Code, Filename: "b.js", Text: text.Lossy("2")},
		notebook.Cell{ID: "p", Kind: notebook.Markdown, Text: text.Lossy("words")},
	)
	got := string(srcmd.EncodeWithOutput(n, notebook.Results{"a": {
		Chunks: []notebook.Chunk{
			{Stream: "out", Text: "x \x1b[31mred\x1b[0m\r\n"},
			{Stream: "out", Text: "```\n"},
			{Stream: "err", Text: "bad\n"},
			{Stream: "cut", Text: "7 lines"},
			{Stream: "err", Text: " \n"},
			{Stream: "out", Text: "<!-- /srcbook:output -->\n"},
		},
		Failure: "It failed.",
	}}))
	want := "###### a.js\n\n```javascript\n1\n```\n\n<!-- srcbook:output 2 -->\n````text\nx red\n```\n````\n\n```text stderr\nbad\n```\n\n```text\n[7 lines]\n```\n\n" +
		"```text\n<!-- /srcbook:output -->\n```\n\n```text failure\nIt failed.\n```\n<!-- /srcbook:output 2 -->\n\n###### b.js\n\n```javascript\n2\n```\n\nwords\n"
	if _, got, _ = strings.Cut(got, "}\n```\n\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestOutputIsNotReadBack writes random notebooks with random outputs: what is read is what was
// there without them.
func TestOutputIsNotReadBack(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	pieces := []string{"<!-- srcbook:output -->\n", "<!-- /srcbook:output -->\n", "<!-- /srcbook:output 2 -->\n", "```\n", "# a\n", "###### b.ts\n", "words", "\n", "\x1b[1m", "é", "<!-- srcbook:cell -->\n"}
	words := func() string {
		var b strings.Builder
		for range r.IntN(8) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		return b.String()
	}
	for range 3_000 {
		n := notebook.New("A", notebook.TypeScript)
		n.Cells = append(n.Cells,
			notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "a.ts", Text: text.Lossy(words())},
			notebook.Cell{ID: "p", Kind: notebook.Markdown, Text: text.Lossy(words())},
			notebook.Cell{ID: "b", Kind: notebook.Code, Filename: "b.ts", Text: text.Lossy(words())},
		)
		streams := []string{"out", "err", "cut"}
		results := notebook.Results{}
		for _, id := range []notebook.CellID{"a", "b"} {
			for range r.IntN(4) {
				results[id] = notebook.Result{Chunks: append(results[id].Chunks, notebook.Chunk{Stream: streams[r.IntN(3)], Text: words()}), Failure: words()}
			}
		}
		with, err := srcmd.Decode(srcmd.EncodeWithOutput(n, results), counter())
		if err != nil {
			t.Fatalf("%q: %v", srcmd.EncodeWithOutput(n, results), err)
		}
		without, err := srcmd.Decode(srcmd.Encode(n), counter())
		if err != nil {
			t.Fatal(err)
		}
		if got, want := string(srcmd.Encode(with)), string(srcmd.Encode(without)); got != want {
			t.Fatalf("with output\n%s\nwithout\n%s", got, want)
		}
	}
}
