package ipynb_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/ipynb"
	"github.com/srcbook/srcbook/internal/core/notebook"
	"github.com/srcbook/srcbook/internal/core/text"
)

func ids() func() notebook.CellID {
	n := 0
	return func() notebook.CellID { n++; return notebook.CellID(fmt.Sprintf("c%d", n)) }
}

// jupyter is a file as Jupyter writes it.
func jupyter(kernel string, cells ...string) string {
	return `{"cells":[` + strings.Join(cells, ",") + `],"metadata":{"kernelspec":` + kernel + `},"nbformat":4,"nbformat_minor":5}`
}

const (
	deno   = `{"name":"deno","display_name":"Deno","language":"typescript"}`
	jslab  = `{"name":"jslab","display_name":"JavaScript","language":"javascript"}`
	python = `{"name":"python3","display_name":"Python 3","language":"python"}`
)

func code(source string) string {
	b, _ := json.Marshal(source)
	return `{"cell_type":"code","execution_count":3,"id":"x","metadata":{"tags":[]},"outputs":[{"output_type":"display_data","data":{"text/plain":["1"]},"metadata":{}}],"source":` + string(b) + `}`
}

func prose(source string) string {
	b, _ := json.Marshal(source)
	return `{"cell_type":"markdown","metadata":{},"source":` + string(b) + `}`
}

// shown is what matters of a notebook, a line for each cell.
func shown(n notebook.Notebook) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", n.Title, n.Language)
	for _, c := range n.Cells {
		if c.Kind == notebook.Markdown || c.Kind == notebook.Code {
			fmt.Fprintf(&b, "%s %q\n", c.Filename, c.Text)
		}
	}
	return b.String()
}

func TestDecode(t *testing.T) {
	const note = ` "> Imported from a Jupyter notebook. `
	const modules = `Each code cell is a module of its own here: export what another cell uses and import it there."` + "\n"
	tests := []struct{ name, src, want string }{
		{"a heading is the title", jupyter(deno, prose("# Sums\n\nWe add."), code("console.log(1)")), "Sums (typescript)\n \"We add.\"\ncell-1.ts \"console.log(1)\"\n"},
		{"a heading alone leaves no cell", jupyter(deno, prose("# Sums #"), code("1")), "Sums (typescript)\ncell-1.ts \"1\"\n"},
		{"without a title the file's name", jupyter(deno, code("1"), prose("words\n# later")), "file (typescript)\ncell-1.ts \"1\"\n \"words\\n# later\"\n"},
		{"JavaScript", jupyter(jslab, code("1")), "file (javascript)\ncell-1.js \"1\"\n"},
		{"cells share no scope", jupyter(deno, code("let a = 1"), code("a")), "file (typescript)\n" + note + modules + "cell-1.ts \"let a = 1\"\ncell-2.ts \"a\"\n"},
		{"Python is read only", jupyter(python, code("print(1)\n")), "file (typescript)\n" + note + "The code in Python is shown but cannot run here.\"\n \"```python\\nprint(1)\\n```\"\n"},
		{"no kernel", `{"cells":[` + code("1") + `],"metadata":{},"nbformat":4,"nbformat_minor":2}`, "file (typescript)\n" + note + "The code in other languages is shown but cannot run here.\"\n \"```text\\n1\\n```\"\n"},
		{"a magic command", jupyter(deno, code("%%html\n<b>")), "file (typescript)\n" + note + "Commands to Jupyter are shown but cannot run here.\"\n \"```typescript\\n%%html\\n<b>\\n```\"\n"},
		{"a fence in the code", jupyter(python, code("a = '```'")), "file (typescript)\n" + note + "The code in Python is shown but cannot run here.\"\n \"````python\\na = '```'\\n````\"\n"},
		{"empty code", jupyter(deno, code(" \n")), "file (typescript)\n"},
		{"raw", jupyter(deno, `{"cell_type":"raw","metadata":{},"source":["a\n","b"]}`), "file (typescript)\n \"```\\na\\nb\\n```\"\n"},
		{"JSX", jupyter(deno, code("const a = <div class=\"x\">b</div>")), "file (typescript)\ncell-1.tsx \"const a = <div class=\\\"x\\\">b</div>\"\n"},
		{"generics are no JSX", jupyter(deno, code("const f = <T>(x: T) => x\nif (a <b) f(c)\nlet s: Set<string>")), "file (typescript)\ncell-1.ts \"const f = <T>(x: T) => x\\nif (a <b) f(c)\\nlet s: Set<string>\"\n"},
		{"an image of a cell", jupyter(deno, `{"cell_type":"markdown","metadata":{},"attachments":{"a.png":{"image/png":"AA\nBB"}},"source":"![x](attachment:a.png) ![y](attachment:b.png)"}`), "file (typescript)\n \"![x](data:image/png;base64,AABB) ![y](attachment:b.png)\"\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			n, err := ipynb.Decode([]byte(test.src), "file", ids())
			if err != nil {
				t.Fatal(err)
			}
			if got := shown(n); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestDecodeDeclaresTheSpecifiersOfDeno(t *testing.T) {
	src := jupyter(deno, code("import { z } from \"npm:zod@3.22\";\nimport 'npm:@scope/a/sub.js';\nconst b = await import(\"npm:/b@^1/x\");\nconsole.log('npm:c')"))
	n, err := ipynb.Decode([]byte(src), "file", ids())
	if err != nil {
		t.Fatal(err)
	}
	wantPackage := "{\n  \"type\": \"module\",\n  \"dependencies\": {\n    \"@scope/a\": \"latest\",\n    \"b\": \"^1\",\n    \"zod\": \"3.22\"\n  }\n}"
	if got := n.Cells[0].Text.String(); got != wantPackage {
		t.Errorf("package.json is\n%s\nwant\n%s", got, wantPackage)
	}
	wantCode := "import { z } from \"zod\";\nimport '@scope/a/sub.js';\nconst b = await import(\"b/x\");\nconsole.log('npm:c')"
	if got := n.Cells[2].Text.String(); got != wantCode {
		t.Errorf("the cell is\n%s\nwant\n%s", got, wantCode)
	}
}

func TestDecodeRefuses(t *testing.T) {
	tests := []struct {
		name, src string
		want      fault.Detail
	}{
		{"no JSON", "{\n\"cells\": [\n", fault.Detail{Line: 3, Message: "The file is not JSON: unexpected end of JSON input", Fix: "Import the .ipynb file as Jupyter saved it."}},
		{"another shape", `{"cells":3,"nbformat":4}`, fault.Detail{Line: 1, Message: `"cells" holds a number, which a Jupyter notebook does not have there`, Fix: "Import the .ipynb file as Jupyter saved it."}},
		{"an old version", `{"worksheets":[],"nbformat":3}`, fault.Detail{Message: "The file has version 3 of the Jupyter format; version 4 is read", Fix: "Open it in Jupyter and save it again."}},
		{"an unknown cell", jupyter(deno, `{"cell_type":"heading","metadata":{},"source":"x"}`), fault.Detail{Message: `Cell 1 is of the unknown type "heading"`, Fix: "Change it to code, markdown or raw."}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := ipynb.Decode([]byte(test.src), "file", ids())
			var f *fault.Error
			if !errors.As(err, &f) || f.Code != fault.CodeNotebookInvalid || !reflect.DeepEqual(f.Details, []fault.Detail{test.want}) {
				t.Errorf("got %+v, want %+v", f, test.want)
			}
		})
	}
}

func TestEncodeCarriesOutputs(t *testing.T) {
	n := notebook.New("A", notebook.TypeScript)
	n.Cells = append(n.Cells, notebook.Cell{ID: "a", Kind: notebook.Code, Filename: "a.ts", Text: text.Lossy("1\n2")})
	src := ipynb.Encode(n, notebook.Results{"a": {
		Chunks:  []notebook.Chunk{{Stream: "out", Text: "x\n"}, {Stream: "out", Text: "y"}, {Stream: "err", Text: "z"}, {Stream: "cut", Text: "5 lines"}},
		Failure: "It failed",
	}})
	var f struct {
		Cells []map[string]any `json:"cells"`
	}
	if err := json.Unmarshal(src, &f); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"cell_type": "code", "id": "a", "execution_count": nil, "source": []any{"1\n", "2"},
		"metadata": map[string]any{"srcbook": map[string]any{"filename": "a.ts"}},
		"outputs": []any{
			map[string]any{"output_type": "stream", "name": "stdout", "text": []any{"x\n", "y"}},
			map[string]any{"output_type": "stream", "name": "stderr", "text": []any{"z"}},
			map[string]any{"output_type": "stream", "name": "stdout", "text": []any{"\n", "[5 lines]\n"}},
			map[string]any{"output_type": "error", "ename": "Error", "evalue": "It failed", "traceback": []any{"It failed"}},
		},
	}
	if !reflect.DeepEqual(f.Cells[1], want) {
		t.Errorf("got %v, want %v", f.Cells[1], want)
	}
}

// TestRoundTrip writes random notebooks and reads them back.
func TestRoundTrip(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 1))
	pieces := []string{"# head\n", "words ", "```ts\ncode\n```\n", "é😀", "\n", "<b>", "%%x\n", "import a from 'npm:b';\n", "\\", "attachment:a", " "}
	words := func() text.Text {
		var b strings.Builder
		for range r.IntN(6) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		return text.Lossy(b.String())
	}
	for range 2_000 {
		languages := []notebook.Language{notebook.TypeScript, notebook.JavaScript}
		want := notebook.New([]string{"A", "# B", "C #", "d&<e>"}[r.IntN(4)], languages[r.IntN(2)])
		want.Front = words().String()
		if r.IntN(2) == 0 {
			want.Metadata = []notebook.MetadataField{{Key: "k", Value: json.RawMessage(`{"a":[1,2]}`)}}
		}
		newID := ids()
		for i := range r.IntN(6) {
			c := notebook.Cell{ID: newID(), Kind: notebook.Markdown, Text: words()}
			if r.IntN(2) == 0 {
				c.Kind, c.Filename = notebook.Code, fmt.Sprintf("f%d.ts", i)
			}
			want.Cells = append(want.Cells, c)
		}
		got, err := ipynb.Decode(ipynb.Encode(want, nil), "file", ids())
		if err != nil {
			t.Fatalf("%s: %v", shown(want), err)
		}
		if len(got.Metadata) > 0 { // its layout is not kept
			var v any
			_ = json.Unmarshal(got.Metadata[0].Value, &v)
			got.Metadata[0].Value, _ = json.Marshal(v)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got\n%+v\nwant\n%+v", got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(jupyter(deno, code("1"), prose("# a"))))
	f.Add([]byte(jupyter(python, code("```"))))
	f.Fuzz(func(t *testing.T, src []byte) {
		n, err := ipynb.Decode(src, "file", ids())
		if err != nil {
			return
		}
		if err := notebook.Validate(n); err != nil {
			t.Errorf("an invalid notebook: %v", err)
		}
	})
}
