package live

import (
	"testing"

	"github.com/srcbook/srcbook/internal/core/notebook"
)

func TestRenameImports(t *testing.T) {
	tests := []struct{ name, from, to, before, after string }{
		{"static", "a.ts", "b.ts", `import x from './a.ts'`, `import x from './b.ts'`},
		{"double quotes", "a.ts", "b.ts", `import x from "./a.ts"`, `import x from "./b.ts"`},
		{"several lines", "a.ts", "b.ts", "import {\n  x,\n} from './a.ts';", "import {\n  x,\n} from './b.ts';"},
		{"for its effects", "a.ts", "b.ts", `import './a.ts'`, `import './b.ts'`},
		{"dynamic", "a.ts", "b.ts", `await import( './a.ts' )`, `await import( './b.ts' )`},
		{"export", "a.ts", "b.ts", `export * from './a.ts'`, `export * from './b.ts'`},
		{"type", "a.ts", "b.ts", `import type { X } from './a.ts'`, `import type { X } from './b.ts'`},
		{"require", "a.cjs", "b.cjs", `require('./a.cjs')`, `require('./b.cjs')`},
		{"without an extension", "a.ts", "b.ts", `import './a'`, `import './b'`},
		{"emitted extension", "a.ts", "b.mts", `import './a.js'`, `import './b.mjs'`},
		{"emitted jsx", "a.tsx", "b.tsx", `import './a.jsx'`, `import './b.tsx'`},
		{"emitted to JavaScript", "a.ts", "b.mjs", `import './a.js'`, `import './b.mjs'`},
		{"twice", "a.ts", "b.ts", `import './a.ts'; import './a.ts'`, `import './b.ts'; import './b.ts'`},
		{"another file", "a.ts", "b.ts", `import './aa.ts'; import 'a.ts'; import '../a.ts'`, `import './aa.ts'; import 'a.ts'; import '../a.ts'`},
		{"a folder", "a.ts", "b.ts", `import './a/x.ts'`, `import './a/x.ts'`},
		{"a string", "a.ts", "b.ts", `const s = './a.ts'`, `const s = './a.ts'`},
		{"mixed quotes", "a.ts", "b.ts", `import './a.ts"`, `import './a.ts"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := renameImports(tt.before, tt.from, tt.to); got != tt.after {
				t.Errorf("got %s\nwant %s", got, tt.after)
			}
		})
	}
}

func TestFollowRename(t *testing.T) {
	s := begin(t)
	s.do(
		InsertCell{Cell: "c", Kind: notebook.Code, Filename: "c.ts", Text: "import './a.ts'\n// é\nimport './b.ts'"},
		InsertCell{Cell: "p", Kind: notebook.Markdown, Text: "import './a.ts'"},
		RenameCell{"a", "z.ts"},
	)
	edits := FollowRename(s.state, "a.ts", "z.ts")
	if len(edits) != 1 || edits[0].Cell != "c" {
		t.Fatalf("edits = %+v", edits)
	}
	s.do(edits[0])
	if got := s.state.Cell("c").Text.String(); got != "import './z.ts'\n// é\nimport './b.ts'" {
		t.Errorf("text = %q", got)
	}
	if edits := FollowRename(s.state, "a.ts", "z.ts"); edits != nil {
		t.Errorf("a second time: %+v", edits)
	}
}
