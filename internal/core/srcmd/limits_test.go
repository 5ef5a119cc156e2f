package srcmd_test

import (
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/srcmd"
)

// FuzzDecode checks that no document makes the reader panic or loop, and that what it accepts keeps
// its bytes from the first writing on.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(js + "# A\n\ntext\n\n###### a.js" + fence))
	f.Add([]byte(ts + "A\n===\n\n> - a\nb\n\n<!-- srcbook:cell -->\n\n- c\n  d"))
	f.Add([]byte("\uFEFF" + js + "# A\r\n\r\n<!-- srcbook:markdown -->\r\n# B\r\n<!-- /srcbook:markdown -->\r\n"))
	for _, whole := range wholes {
		f.Add([]byte(js + "# A\n\n" + whole))
	}
	for _, fragment := range fragments {
		f.Add([]byte(js + "# A\n\n" + fragment + "\n" + fragment))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		n, err := srcmd.Decode(src, counter())
		if err != nil {
			if len(detailsOf(err)) == 0 {
				t.Errorf("%v has no findings", err)
			}
			return
		}
		keepsBytes(t, n)
	})
}

// hostile are texts whose repetition makes careless readers take quadratic time.
var hostile = []string{
	"> - a\n#x\n", ">", "> a\nb\n", "- ", "  - a\n", "<!--", "<!-- srcbook:markdown -->\n", "<pre>\n", "a\n***\n", "a | b\n-|-\n|", "```\n", "````\n```\n",
	"[a", "[a]: b\n", "<div>\n", "###### a.js\n", "\n", " \n", "\t", "a\n", "=\n", "<a b", "</", "a\n<x y\n", "> > ", "> ```\na\n", "> > a\nb\n", "#", "| ", "\\", "1. ",
	"<!-- srcbook:markdown 2 -->\n<!-- /srcbook:markdown 3 -->\n", "<", "a\n  \n", "\u00a0\n", "-\n\n", "> 1. x\n</pre>\n",
}

// TestHostileTextsTakeLinearTime reads a quarter of a megabyte of each; quadratic time would take minutes.
func TestHostileTextsTakeLinearTime(t *testing.T) {
	for _, piece := range hostile {
		t.Run(piece, func(t *testing.T) {
			src := js + "# A\n\n" + strings.Repeat(piece, (1<<18)/len(piece))
			if n, err := srcmd.Decode([]byte(src), counter()); err == nil {
				srcmd.Encode(n)
			}
		})
	}
}

// tenMegabytes is a notebook of 4,000 cells.
func tenMegabytes() []byte {
	prose := "## Section\n\n" + strings.Repeat("A line of prose with *emphasis* and a [link](https://example.com).\n", 20) + "\n- one\n- two\n\n"
	code := "```ts\n" + strings.Repeat("export const value = compute(1, 2, 3); // a line of code\n", 65) + "```\n\n"
	var out strings.Builder
	out.WriteString(ts + "# Large\n\n")
	for i := range 2000 {
		out.WriteString(prose + "###### cell" + strings.Repeat("x", i%40) + strings.Repeat("y", i/40) + ".ts\n\n" + code)
	}
	return []byte(out.String())
}

func TestTenMegabytes(t *testing.T) {
	n, err := srcmd.Decode(tenMegabytes(), counter())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(n.Cells), 4002; got != want {
		t.Errorf("got %d cells, want %d", got, want)
	}
	keepsBytes(t, n)
}

func BenchmarkDecode10MB(b *testing.B) {
	src := tenMegabytes()
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := srcmd.Decode(src, counter()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode10MB(b *testing.B) {
	n, err := srcmd.Decode(tenMegabytes(), counter())
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(srcmd.Encode(n))))
	for b.Loop() {
		srcmd.Encode(n)
	}
}
