package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

func TestFindingsFollowTheText(t *testing.T) {
	t.Parallel()
	b := typescript(t, "src/a.ts", "export const n: string = 5;\n", "src/b.ts", "import { n } from './a.ts';\nn.length;\n")
	got := b.awaitMessage("a.ts", "not assignable")
	want := Diagnostic{Range: Range{Position{0, 13}, Position{0, 14}}, Severity: 1, Code: 2322, Source: "ts", Message: "Type 'number' is not assignable to type 'string'."}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	version := b.edit("a.ts", "// 🤖 é\nexport const n: number = 5;\n")
	b.awaitMessage("b.ts", "'length' does not exist")
	b.awaitNothing("a.ts", version)
	version = b.edit("b.ts", "import { n } from './a.ts';\nn.toFixed();\n")
	b.awaitNothing("b.ts", version)
}

// edit is how the server wants a text changed.
type edit struct {
	Range Range
	Text  string `json:"newText"`
}

type item struct {
	Label string          `json:"label"`
	Data  json.RawMessage `json:"data,omitempty"`
	Edits []edit          `json:"additionalTextEdits,omitempty"`
	Kind  int             `json:"kind"`
	Sort  string          `json:"sortText"`
	Where object          `json:"labelDetails"`
}

func complete(b *book, params object) []item {
	b.t.Helper()
	list := query[struct{ Items []item }](b, "textDocument/completion", with(params, "context", object{"triggerKind": 1}))
	return list.Items
}

func labelled(t *testing.T, items []item, label string) item {
	t.Helper()
	i := slices.IndexFunc(items, func(i item) bool { return i.Label == label })
	if i < 0 {
		t.Fatalf("%s is not among %d items", label, len(items))
	}
	return items[i]
}

func TestNativeServer(t *testing.T) {
	t.Parallel()
	b := typescript(t,
		"node_modules/shapes/package.json", `{"name":"shapes","version":"1.0.0","types":"index.d.ts"}`,
		"node_modules/shapes/index.d.ts", "export declare function circle(radius: number): string;\n",
		"src/a.ts", "export function shout(text: string) { return text.toUpperCase(); }\n",
		"src/b.ts", "import { shout } from './a.ts';\nshout('x');\nconst area = circl;\nwhisper\n",
		"src/c.ts", "export const whisper = 'psst';\n",
		"src/d.ts", "import { whisper } from './c.ts';\nimport { shout } from './a.ts';\nimport { circle } from 'shapes';\nconsole.log(shout(circle(1)));\n",
		"src/e.ts", "import * as all from './a.ts';\nall.missing;\n",
	)
	b.cells[0] = cell(notebook.Package, packageFile, `{ "type": "module", "dependencies": { "shapes": "1.0.0" } }`)
	b.follow()

	t.Run("completion of another cell's name", func(t *testing.T) {
		if got := labelled(t, complete(b, at("src/b.ts", 1, 3)), "shout").Kind; got != 3 && got != 6 {
			t.Errorf("got kind %d", got)
		}
	})
	t.Run("auto-import from a package", func(t *testing.T) {
		chosen := labelled(t, complete(b, at("src/b.ts", 2, 18)), "circle")
		resolved := query[item](b, "completionItem/resolve", chosen)
		if len(resolved.Edits) != 1 || !strings.Contains(resolved.Edits[0].Text, "import { circle } from 'shapes';") {
			t.Errorf("got edits %+v", resolved.Edits)
		}
	})
	t.Run("auto-import from another cell", func(t *testing.T) {
		chosen := labelled(t, complete(b, at("src/b.ts", 3, 7)), "whisper")
		resolved := query[item](b, "completionItem/resolve", chosen)
		if len(resolved.Edits) != 1 || !strings.Contains(resolved.Edits[0].Text, `import { whisper } from './c.ts';`) {
			t.Errorf("got edits %+v", resolved.Edits)
		}
	})
	t.Run("hover", func(t *testing.T) {
		got := query[struct{ Contents struct{ Value string } }](b, "textDocument/hover", at("src/b.ts", 1, 2))
		if !strings.Contains(got.Contents.Value, "shout(text: string): string") {
			t.Errorf("got %q", got.Contents.Value)
		}
	})
	t.Run("findings name no path of this machine", func(t *testing.T) {
		got := b.awaitMessage("e.ts", "'missing' does not exist").Message
		if want := `Property 'missing' does not exist on type 'typeof import("src/a")'.`; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
	t.Run("signature", func(t *testing.T) {
		got := query[struct{ Signatures []struct{ Label string } }](b, "textDocument/signatureHelp", at("src/b.ts", 1, 6))
		if len(got.Signatures) != 1 || got.Signatures[0].Label != "shout(text: string): string" {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("rename across cells", func(t *testing.T) {
		answer, err := b.w.Ask(t.Context(), "textDocument/rename", marshal(with(at("src/a.ts", 0, 18), "newName", "yell")))
		check(t, err)
		var got struct{ Changes map[string][]edit }
		check(t, json.Unmarshal(answer.Result, &got))
		want := map[string][]edit{
			"srcbook:///src/a.ts": {{Range{Position{0, 16}, Position{0, 21}}, "yell"}},
			"srcbook:///src/b.ts": {{Range{Position{0, 9}, Position{0, 14}}, "yell"}, {Range{Position{1, 0}, Position{1, 5}}, "yell"}},
			"srcbook:///src/d.ts": {{Range{Position{1, 9}, Position{1, 14}}, "yell"}, {Range{Position{3, 12}, Position{3, 17}}, "yell"}},
		}
		if !reflect.DeepEqual(got.Changes, want) {
			t.Errorf("got %v, want %v", got.Changes, want)
		}
		if got, want := answer.Versions(), map[notebook.CellID]int{"a.ts": 0, "b.ts": 0, "d.ts": 0}; !reflect.DeepEqual(got, want) {
			t.Errorf("versions are %v, want %v", got, want)
		}
	})
	t.Run("definition in a package and in TypeScript", func(t *testing.T) {
		type place struct {
			URI       string `json:"uri"`
			TargetURI string `json:"targetUri"`
		}
		for _, c := range []struct {
			params object
			want   string
		}{
			{at("src/d.ts", 2, 10), "srcbook:///node_modules/shapes/index.d.ts"},
			{at("src/d.ts", 3, 2), "srcbook:///lib/lib.dom.d.ts"},
			{at("src/b.ts", 1, 2), "srcbook:///src/a.ts"},
		} {
			got := query[[]place](b, "textDocument/definition", c.params)
			if len(got) == 0 || got[0].URI+got[0].TargetURI != c.want {
				t.Errorf("got %+v, want %s", got, c.want)
			}
			file := query[struct{ Text, Language string }](b, "srcbook/file", object{"uri": c.want})
			if file.Text == "" || file.Language != "typescript" {
				t.Errorf("%s reads as %.40q in %s", c.want, file.Text, file.Language)
			}
		}
	})
	t.Run("references", func(t *testing.T) {
		got := query[[]object](b, "textDocument/references", with(at("src/a.ts", 0, 18), "context", object{"includeDeclaration": true}))
		if len(got) != 5 {
			t.Errorf("got %d: %v", len(got), got)
		}
	})
	t.Run("organise imports", func(t *testing.T) {
		params := with(in("src/d.ts"), "range", Range{})
		got := query[[]struct {
			Edit struct{ Changes map[string][]edit }
		}](b, "textDocument/codeAction", with(params, "context", object{"diagnostics": []any{}, "only": []string{"source.organizeImports"}}))
		if len(got) != 1 || len(got[0].Edit.Changes["srcbook:///src/d.ts"]) == 0 {
			t.Fatalf("got %+v", got)
		}
		for _, r := range got[0].Edit.Changes["srcbook:///src/d.ts"] {
			if strings.Contains(r.Text, "whisper") {
				t.Errorf("the unused import stays: %+v", r)
			}
		}
	})
	t.Run("quick fix", func(t *testing.T) {
		d := b.awaitMessage("b.ts", "Cannot find name 'whisper'")
		params := with(in("src/b.ts"), "range", d.Range)
		got := query[[]struct{ Title string }](b, "textDocument/codeAction", with(params, "context", object{"diagnostics": []any{d}}))
		if !slices.ContainsFunc(got, func(a struct{ Title string }) bool { return strings.Contains(a.Title, "import") }) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("inlay hints", func(t *testing.T) {
		got := query[[]object](b, "textDocument/inlayHint", with(in("src/a.ts"), "range", Range{End: Position{9, 0}}))
		if len(got) != 1 {
			t.Errorf("got %v", got)
		}
	})
	t.Run("semantic tokens", func(t *testing.T) {
		got := query[struct{ Data []int }](b, "textDocument/semanticTokens/full", in("src/a.ts"))
		if len(got.Data) < 10 || tokenTypes[got.Data[3]] != "function" {
			t.Errorf("got %v", got.Data)
		}
	})
	t.Run("symbols", func(t *testing.T) {
		if got := query[[]object](b, "textDocument/documentSymbol", in("src/a.ts")); len(got) != 1 {
			t.Errorf("got %v", got)
		}
		if got := query[[]object](b, "workspace/symbol", object{"query": "whisper"}); len(got) == 0 {
			t.Errorf("got %v", got)
		}
		got, err := b.w.Symbols(t.Context(), "whisper")
		check(t, err)
		for _, s := range got {
			if s.Name == "whisper" {
				return
			}
		}
		t.Errorf("got %+v", got)
	})
	for _, method := range []string{"textDocument/typeDefinition", "textDocument/implementation", "textDocument/documentHighlight", "textDocument/prepareRename"} {
		t.Run(method, func(t *testing.T) { query[any](b, method, at("src/b.ts", 1, 2)) })
	}
}

func TestConfigurationTakesEffectAtOnce(t *testing.T) {
	t.Parallel()
	b := typescript(t, "src/a.ts", "export function f(x) { return x; }\n")
	b.awaitMessage("a.ts", "implicitly has an 'any' type")
	b.edit(tsconfigFile, `{ "compilerOptions": { "strict": false, "bogus": 1 } }`)
	b.until("the finding is gone or a hint", func() bool {
		f := b.found["a.ts"]
		return !slices.ContainsFunc(f.items, func(d Diagnostic) bool { return d.Severity == 1 })
	})
	if got := b.awaitMessage(tsconfigFile, "Unknown compiler option 'bogus'"); got.Range.Start != (Position{0, 40}) {
		t.Errorf("it is at %+v", got.Range)
	}
	b.edit(tsconfigFile, `{ "compilerOptions": { "stri`)
	b.awaitMessage(tsconfigFile, "Unterminated string")
	version := b.edit(tsconfigFile, `{ "compilerOptions": { "strict": true, "noEmit": true, "types": [] } }`)
	b.awaitNothing(tsconfigFile, version)
	b.awaitMessage("a.ts", "implicitly has an 'any' type")
}

func TestVariablesAreDeclared(t *testing.T) {
	t.Parallel()
	granted := atomic.Pointer[[]string]{}
	granted.Store(&[]string{})
	b := open(t, Config{Variables: func(context.Context) ([]string, error) { return *granted.Load(), nil }},
		tsconfigFile, `{ "compilerOptions": { "strict": true, "types": [] } }`,
		"src/a.ts", "declare const process: { env: NodeJS.ProcessEnv };\nexport const key: string = process.env.API_KEY;\n")
	b.follow()
	b.awaitMessage("a.ts", "NodeJS")
	granted.Store(&[]string{"API_KEY"})
	b.w.Notice(VariablesChanged)
	b.awaitNothing("a.ts", 0)
	granted.Store(&[]string{"OTHER"})
	b.w.Notice(VariablesChanged)
	b.awaitMessage("a.ts", "'API_KEY' does not exist")
}

func TestCellsComeAndGo(t *testing.T) {
	t.Parallel()
	b := typescript(t, "src/a.ts", "import { n } from './b.ts';\nexport const s: string = n;\n")
	b.awaitMessage("a.ts", "Cannot find module './b.ts'")
	b.cells = append(slices.Clone(b.cells), cell(notebook.Code, "b.ts", "export const n = 'x';\n"))
	b.follow()
	b.awaitNothing("a.ts", 0)
	renamed := *b.cells[3]
	renamed.Filename = "c.ts"
	b.cells = append(slices.Clone(b.cells[:3]), &renamed)
	b.follow()
	b.awaitMessage("a.ts", "Cannot find module './b.ts'")
	b.refused("textDocument/hover", at("src/b.ts", 0, 0), faultCellNotFound)
}

func TestJavaScriptIsLookedAt(t *testing.T) {
	t.Parallel()
	b := open(t, Config{}, packageFile, `{ "type": "module" }`,
		"src/a.js", "import fs from 'node:fs';\nexport const up = (s) => s.toUpperCase();\nlet n = 1; n = 'x'; fs;\n", "src/b.js", "import { up, down } from './a.js';\nup('x'); down;\n")
	b.kind = notebook.JavaScript
	b.follow()
	b.awaitMessage("b.js", "has no exported member 'down'")
	b.awaitMessage("a.js", "not assignable")
	if got := b.awaitMessage("a.js", "node:fs"); got.Severity != hint || !slices.Equal(got.Install, []string{"@types/node"}) {
		t.Errorf("missing types are %+v", got)
	}
}

func TestInstalledPackagesAreSeen(t *testing.T) {
	t.Parallel()
	b := typescript(t, "src/a.ts", "import { circle } from 'shapes';\nexport const n: number = circle(1);\n")
	if got := b.awaitMessage("a.ts", "Cannot find module 'shapes'"); !slices.Equal(got.Install, []string{"shapes"}) {
		t.Errorf("it offers %v", got.Install)
	}
	install := func(declaration string) {
		writeFile(t, b.w.places().folder, "node_modules/shapes/package.json", `{"name":"shapes","version":"1.0.0","types":"index.d.ts"}`)
		writeFile(t, b.w.places().folder, "node_modules/shapes/index.d.ts", declaration)
		b.w.Notice(PackagesChanged)
	}
	install("export declare function circle(radius: number): string;\n")
	b.awaitMessage("a.ts", "Type 'string' is not assignable to type 'number'")
	install("export declare function circle(radius: number): number;\n")
	b.awaitNothing("a.ts", 0)
	removeAll(t, b.w.places().folder, "node_modules")
	b.w.Notice(PackagesChanged)
	b.awaitMessage("a.ts", "Cannot find module 'shapes'")
}

// What is large takes its time and harms nothing.
func TestLargeTextsAndTypes(t *testing.T) {
	t.Parallel()
	var types, cell strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&types, "export declare function f%d(x: number): string;\n", i)
	}
	for i := range 10_000 {
		fmt.Fprintf(&cell, "export const c%d: number = %d;\n", i, i)
	}
	b := typescript(t,
		"node_modules/vast/package.json", `{"name":"vast","version":"1.0.0","types":"index.d.ts"}`,
		"node_modules/vast/index.d.ts", types.String(),
		"src/a.ts", "import * as vast from 'vast';\nexport const n: number = vast.f99999(1);\n",
		"src/b.ts", cell.String(),
		"src/c.ts", strings.Repeat("export const x = ;\n", 2_000),
	)
	b.awaitMessage("a.ts", "Type 'string' is not assignable to type 'number'")
	b.edit("b.ts", cell.String()+"export const last: string = c9999;\n")
	if got := b.awaitMessage("b.ts", "not assignable").Range.Start.Line; got != 10_000 {
		t.Errorf("the finding is in line %d", got)
	}
	b.awaitMessage("c.ts", "Expression expected")
	if got := len(b.found["c.ts"].items); got != maxDiagnostics {
		t.Errorf("%d findings about one cell", got)
	}
}

// A configuration that makes no sense is a finding, and the next one is obeyed.
func TestSenselessConfiguration(t *testing.T) {
	t.Parallel()
	b := typescript(t, "src/a.ts", "export function f(x) { return x; }\n")
	for _, text := range []string{
		"", "[]", "5", strings.Repeat("[", 10_000), `{"compilerOptions":{"module":"cobol"}}`, `{"files":[]}`,
	} {
		b.edit(tsconfigFile, text)
		query[any](b, "textDocument/hover", at("src/a.ts", 0, 17))
	}
	b.edit(tsconfigFile, `{"compilerOptions":{"strict":true,"types":[]}}`)
	b.awaitMessage("a.ts", "implicitly has an 'any' type")
}

// TypeScript 7.0 hangs on a configuration that extends itself, so it never sees one.
func TestConfigurationThatExtendsItself(t *testing.T) {
	t.Parallel()
	b := typescript(t, "base.json", `{"extends":["./tsconfig"]}`, "src/a.ts", "export function f(x) { return x; }\n")
	before := b.cells[1].Text.String()
	for _, text := range []string{`{"extends":"./tsconfig.json"}`, `{"extends":"./base.json"}`} {
		version := b.edit(tsconfigFile, text)
		b.until("it is said", func() bool { return b.found[tsconfigFile].version == version })
		if got := b.awaitMessage(tsconfigFile, "extends itself"); got.Range.Start.Character != 1 {
			t.Errorf("it is at %+v", got.Range)
		}
		b.awaitMessage("a.ts", "implicitly has an 'any' type")
		query[any](b, "textDocument/hover", at("src/a.ts", 0, 17))
	}
	b.awaitNothing(tsconfigFile, b.edit(tsconfigFile, before))
}
