package lsp

import (
	"maps"
	"slices"
	"testing"

	"github.com/srcbook/srcbook/internal/core/live"
	"github.com/srcbook/srcbook/internal/core/notebook"
)

func TestReach(t *testing.T) {
	texts := map[string]string{
		"src/a.ts":     "export const a = 1;\n",
		"src/b.ts":     "import { a } from './a.ts';\nexport const b = a;\n",
		"src/c.ts":     "import { b } from \"./b\";\nconsole.log(b);\n",
		"src/d.ts":     "const late = await import('./a.js');\nexport {};\n",
		"src/e.ts":     "export const e = 1;\n",
		"src/f.ts":     "import type { E } from '@notebook/e';\nexport type F = E;\n",
		"src/s.ts":     "const everywhere = 1;\n",
		"src/g.ts":     "export {};\ndeclare global { var shared: number }\n",
		"src/h.ts":     "/** @type {import('./e.ts').E} */\nexport const h = 1;\n",
		"env.d.ts":     "export {};\n",
		"package.json": "{}",
	}
	everything := []string{"everything"}
	tests := []struct {
		name    string
		changed map[string]string
		want    []string
	}{
		{"nobody imports it", map[string]string{"src/c.ts": "import { b } from './b';\n"}, []string{"src/c.ts"}},
		{"importers of importers, and late ones", map[string]string{"src/a.ts": "export const a = 2;\n"}, []string{"src/a.ts", "src/b.ts", "src/c.ts", "src/d.ts"}},
		{"by an alias, and in a comment", map[string]string{"src/e.ts": "export const e = 2;\n"}, []string{"src/e.ts", "src/f.ts", "src/h.ts"}},
		{"a script", map[string]string{"src/s.ts": "const everywhere = 2;\n"}, everything},
		{"it was a script", map[string]string{"src/s.ts": "export const here = 2;\n"}, everything},
		{"it becomes a script", map[string]string{"src/a.ts": "const a = 2;\n"}, everything},
		{"it declares for all", map[string]string{"src/g.ts": "export {};\ndeclare global { var shared: string }\n"}, everything},
		{"a new module", map[string]string{"src/new.ts": "export {};\n"}, everything},
		{"no module", map[string]string{"env.d.ts": "declare const x: string;\n"}, everything},
		{"gone", map[string]string{"src/a.ts": ""}, everything},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			docs := map[string]document{}
			for name, text := range texts {
				docs[name] = document{name: name, text: text}
			}
			r := reach{}
			if _, ok := r.edited(slices.Collect(maps.Keys(docs)), docs); ok {
				t.Fatal("something is new, and not everything is affected")
			}
			for name, text := range test.changed {
				docs[name] = document{name: name, text: text}
				if text == "" {
					delete(docs, name)
				}
			}
			affected, ok := r.edited(slices.Collect(maps.Keys(test.changed)), docs)
			got := everything
			if ok {
				got = slices.Sorted(maps.Keys(affected))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestTheRestIsCheckedOnceNobodyTypes(t *testing.T) {
	texts := map[string]string{"a.ts": "export const a = 1;\n", "b.ts": "import './a.ts';\n", "c.ts": "export {};\n"}
	docs := documents{open: map[string]document{}}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		docs.cells = append(docs.cells, &live.Cell{Cell: notebook.Cell{ID: notebook.CellID(name), Kind: notebook.Code, Filename: name}})
		docs.open[moduleFolder+name] = document{name: moduleFolder + name, cell: notebook.CellID(name), text: texts[name]}
	}
	var f findings
	f.init()
	fetch := func() (names []string) {
		for name := f.next(); name != ""; name = f.next() {
			names = append(names, name)
			f.drop(name)
		}
		return names
	}
	check := func(when string, want ...string) {
		t.Helper()
		if got := fetch(); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", when, got, want)
		}
	}
	f.changed(slices.Collect(maps.Keys(docs.open)), docs)
	check("at first", "src/a.ts", "src/b.ts", "src/c.ts")
	f.changed([]string{"src/a.ts"}, docs)
	check("while somebody types", "src/a.ts", "src/b.ts")
	f.typedAt = f.typedAt.Add(-restPause)
	check("when nobody has typed for a while", "src/c.ts")
}
