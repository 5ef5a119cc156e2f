package webpage_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
	"github.com/srcbook/srcbook/internal/core/webpage"
)

var keep = flag.String("keep", "", "folder to keep the pages in, to look at them")

func encode(t *testing.T, n notebook.Notebook, results notebook.Results) string {
	t.Helper()
	got, err := webpage.Encode(n, results)
	if err != nil {
		t.Fatal(err)
	}
	if *keep != "" {
		if err := os.WriteFile(filepath.Join(*keep, strings.ReplaceAll(t.Name(), "/", "_")+".html"), got, 0o600); err != nil {
			t.Error(err)
		}
	}
	return string(got)
}

func example() (notebook.Notebook, notebook.Results) {
	n := notebook.New("Sums & <differences>", notebook.TypeScript)
	n.Cells[0].Text = text.Lossy(`{"dependencies":{"zod":"^4.0.0","a":"1"}}`)
	n.Cells = append(n.Cells,
		notebook.Cell{ID: "p", Kind: notebook.Markdown, Text: text.Lossy("## How\n\nWe *add*:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n\n```ts\nconst a = 1; // one\n```\n\n![dot](data:image/png;base64,AAAA)")},
		notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "sum.ts", Text: text.Lossy("export const sum = (a: number) => a + 1;\nconsole.log(`is ${sum(1)}`);")},
		notebook.Cell{ID: "b", Kind: notebook.Code, Filename: "view.tsx", Text: text.Lossy("const a = <b>x</b>;")},
	)
	return n, notebook.Results{
		"a": {Chunks: []notebook.Chunk{{Stream: "out", Text: "is \x1b[31m2\x1b[0m\n"}, {Stream: "out", Text: "1 < 2"}, {Stream: "err", Text: "careful"}, {Stream: "cut", Text: "12 lines"}}},
		"b": {Failure: "It exited with code 3."},
	}
}

func TestEncode(t *testing.T) {
	n, results := example()
	got := encode(t, n, results)
	for _, want := range []string{
		"<title>Sums &amp; &lt;differences&gt;</title>", "<h1>Sums &amp; &lt;differences&gt;</h1>",
		"Packages: a 1, zod ^4.0.0", "<h2 id=\"how\">How</h2>", "<em>add</em>", "<td>2</td>",
		`<input checked="" disabled="" type="checkbox"`, `src="data:image/png;base64,AAAA"`,
		"<figcaption>sum.ts</figcaption>", `<span class="kr">const</span>`,
		`is <span class="term-fg31">2</span>`, "1 &lt; 2", `<pre class="err">careful`, `<pre class="cut">12 lines`,
		`<p class="failure">It exited with code 3.</p>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(got, "tsconfig") {
		t.Error("the page shows tsconfig.json")
	}
}

// TestNothingHostileIsLeft puts what would run into every place of a notebook that people or programs
// write.
func TestNothingHostileIsLeft(t *testing.T) {
	hostile := []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</style><script>alert(1)</script>",
		"[a](javascript:alert(1))", "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<svg onload=alert(1)>",
		"```\"><script>alert(1)</script>\nx\n```", "\x1b]8;;javascript:alert(1)\x07link\x1b]8;;\x07",
		"\x1b]1338;url='javascript:alert(1)'\x07", "<form action=//e><input name=a></form>", "<base href=//e>", "<meta http-equiv=refresh content=0>",
		"<a href='data:text/html,<script>alert(1)</script>'>x</a>", "{{.Style}}", "<style>*{color:red}</style>", "<p style='position:fixed'>x</p>",
	}
	active := regexp.MustCompile(`(?i)<(script|iframe|svg|form|base|object|embed|link)\b|<meta http-equiv="?refresh|<[^>]*\s(on[a-z]+|style|srcdoc)\s*=|(href|src)\s*=\s*["']?\s*(javascript|data:text)`)
	for i, h := range hostile {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			n := notebook.New(h, notebook.TypeScript)
			n.Cells[0].Text = text.Lossy(fmt.Sprintf(`{"dependencies":{%q:%q}}`, h, h))
			n.Cells = append(n.Cells,
				notebook.Cell{ID: "p", Kind: notebook.Markdown, Text: text.Lossy(h)},
				notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "a.ts", Text: text.Lossy(h)},
			)
			got := encode(t, n, notebook.Results{"a": {Chunks: []notebook.Chunk{{Stream: "out", Text: h}, {Stream: "cut", Text: h}}, Failure: h}})
			_, body, _ := strings.Cut(got, "<body>")
			if found := active.FindString(body); found != "" {
				t.Errorf("%q leaves %q", h, found)
			}
			if n := strings.Count(got, "<style>"); n != 1 {
				t.Errorf("there are %d styles", n)
			}
		})
	}
}

func TestLongOutputIsCut(t *testing.T) {
	n, _ := example()
	got := encode(t, n, notebook.Results{"a": {Chunks: []notebook.Chunk{{Stream: "out", Text: strings.Repeat("é", 1<<20)}, {Stream: "out", Text: "end"}}}})
	if len(got) > 3<<20 || !strings.Contains(got, "The page shows the first megabyte of this output.") {
		t.Errorf("the page has %d bytes", len(got))
	}
}

// TestManyLinesAreAllShown pins that no line of a long output is lost.
func TestManyLinesAreAllShown(t *testing.T) {
	n, _ := example()
	var b strings.Builder
	for i := range 5_000 {
		fmt.Fprintf(&b, "line %d\n", i)
	}
	got := encode(t, n, notebook.Results{"a": {Chunks: []notebook.Chunk{{Stream: "out", Text: b.String()}}}})
	for _, want := range []string{"line 0\n", "line 2500\n", "line 4999"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	n, results := example()
	for b.Loop() {
		if _, err := webpage.Encode(n, results); err != nil {
			b.Fatal(err)
		}
	}
}
