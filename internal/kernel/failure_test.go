package kernel

import (
	"slices"
	"testing"

	"github.com/srcbook/srcbook/internal/core/fault"
	"github.com/srcbook/srcbook/internal/core/live"
)

func TestFailuresAreInTheCellsOwnTerms(t *testing.T) {
	for _, c := range []struct {
		name  string
		files map[string]string
		want  live.Exit
	}{
		{
			"syntax error",
			map[string]string{"src/a.ts": "const a = 1\nlet b: number = ;\n"},
			live.Exit{Reason: live.Failed, Code: -1, Fault: fault.CodeTransform, Message: `Unexpected ";"`, Failure: &live.Failure{
				Message: `Unexpected ";"`, File: "a.ts", Line: 2, Column: 17,
				Frame: "  1 | const a = 1\n> 2 | let b: number = ;\n    |                 ^\n  3 | ",
			}},
		},
		{
			"uncaught error",
			map[string]string{"src/a.ts": "import { f } from './b'\nf({ x: 1 })", "src/b.ts": "interface A { x: number }\n\n\nexport function f(a: A) {\n\tthrow new RangeError('é' + a.x)\n}\n"},
			live.Exit{Reason: live.Failed, Code: 1, Fault: fault.CodeRunFailed, Message: "RangeError: é1", Failure: &live.Failure{
				Message: "RangeError: é1", File: "b.ts", Line: 5, Column: 8,
				Frame: "  3 | \n  4 | export function f(a: A) {\n> 5 | \tthrow new RangeError('é' + a.x)\n    | \t      ^\n  6 | }\n  7 | ",
				Trace: "RangeError: é1\n    at f (src/b.ts:5:8)\n    at <anonymous> (src/a.ts:2:1)",
			}},
		},
		{
			"package that is not installed",
			map[string]string{"src/a.ts": "// top\nimport { z } from \"@scope/pkg/sub\"\nconsole.log(z)"},
			live.Exit{Reason: live.Failed, Code: 1, Fault: fault.CodePackageMissing, Message: "The package @scope/pkg is not installed.", Failure: &live.Failure{
				Message: "The package @scope/pkg is not installed.", File: "a.ts", Line: 2, Column: 19, Package: "@scope/pkg",
				Frame: "  1 | // top\n> 2 | import { z } from \"@scope/pkg/sub\"\n    |                   ^\n  3 | console.log(z)",
			}},
		},
		{
			"package that is required and not installed",
			map[string]string{"package.json": `{}`, "src/a.ts": "import z from 'nope'\nconsole.log(z)"},
			live.Exit{Reason: live.Failed, Code: 1, Fault: fault.CodePackageMissing, Message: "The package nope is not installed.", Failure: &live.Failure{
				Message: "The package nope is not installed.", File: "a.ts", Line: 1, Column: 15, Package: "nope",
				Frame: "> 1 | import z from 'nope'\n    |               ^\n  2 | console.log(z)",
			}},
		},
		{
			"export that is missing",
			map[string]string{"src/a.ts": "\nimport { zz } from './b.ts'; zz", "src/b.ts": "export {}"},
			live.Exit{Reason: live.Failed, Code: 1, Fault: fault.CodeRunFailed, Message: "SyntaxError: The requested module './b.ts' does not provide an export named 'zz'", Failure: &live.Failure{
				Message: "SyntaxError: The requested module './b.ts' does not provide an export named 'zz'", File: "a.ts", Line: 2, Column: 20,
				Frame: "  1 | \n> 2 | import { zz } from './b.ts'; zz\n    |                    ^",
			}},
		},
		{
			"thrown value",
			map[string]string{"src/a.ts": "throw 'x'"},
			live.Exit{Reason: live.Failed, Code: 1, Fault: fault.CodeRunFailed, Message: "Uncaught x", Failure: &live.Failure{Message: "Uncaught x"}},
		},
		{
			"rejected promise",
			map[string]string{"src/a.ts": "await Promise.reject(new Error('no\\nsecond line'))"},
			live.Exit{Reason: live.Failed, Code: 1, Fault: fault.CodeRunFailed, Message: "Error: no", Failure: &live.Failure{
				Message: "Error: no", File: "a.ts", Line: 1, Column: 22,
				Frame: "> 1 | await Promise.reject(new Error('no\\nsecond line'))\n    |                      ^",
				Trace: "Error: no\nsecond line\n    at <anonymous> (src/a.ts:1:22)",
			}},
		},
		{
			"syntax error in a dynamic import",
			map[string]string{"src/a.ts": "await import('./b.ts')", "src/b.ts": "\nlet = {"},
			live.Exit{Reason: live.Failed, Code: 1, Fault: fault.CodeTransform, Message: "Expected identifier but found end of file", Failure: &live.Failure{
				Message: "Expected identifier but found end of file", File: "b.ts", Line: 2, Column: 8,
				Frame: "  1 | \n> 2 | let = {\n    |        ^",
			}},
		},
		{
			"exit code",
			map[string]string{"src/a.ts": "process.exit(4)"},
			live.Exit{Reason: live.Failed, Code: 4, Fault: fault.CodeRunExit, Message: "It ended with exit code 4."},
		},
		{
			"await that never settles",
			map[string]string{"src/a.ts": "await new Promise(() => {})"},
			live.Exit{Reason: live.Failed, Code: 13, Fault: fault.CodeRunExit, Message: "It ended while a top-level await was still waiting."},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := *newBench(t, c.files).run("a.ts").exit
			gotFailure, wantFailure := live.Failure{}, live.Failure{}
			if got.Failure != nil {
				gotFailure = *got.Failure
			}
			if c.want.Failure != nil {
				wantFailure = *c.want.Failure
			}
			if wantFailure.Trace == "" {
				gotFailure.Trace = ""
			}
			if gotFailure != wantFailure {
				t.Errorf("failure:\n got %+v\nwant %+v", gotFailure, wantFailure)
			}
			got.Failure, c.want.Failure = nil, nil
			if got != c.want {
				t.Errorf("exit:\n got %+v\nwant %+v", got, c.want)
			}
		})
	}
}

func TestImportsAreTheNeededPackages(t *testing.T) {
	b := newBench(t, nil)
	got := b.kernel.Imports(b.folder, map[string]string{
		"package.json":  moduleManifest,
		"tsconfig.json": `{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}`,
		"src/a.ts":      "import fs from 'node:fs'\nimport path from 'path'\nimport _ from \"lodash/fp\"\nimport type { X } from 'types-only'\nimport { y } from '@/b'\nconsole.log(fs, path, _, y)\nconst z = await import('@s/p/q')",
		"src/b.ts":      "export { y } from 'yy'\nimport './a.ts'\nimport {\n  one,\n  two\n} from 'several'\nconsole.log(one, two, `\nimport 'inside'`)",
		"src/c.cts":     "const a = require('aa')",
		"src/d.ts":      "import 'broken-cell'\nlet = ",
		"README.md":     "import 'no'",
	})
	want := []Import{
		{"src/a.ts", "lodash/fp", "lodash", 3},
		{"src/a.ts", "@s/p/q", "@s/p", 7},
		{"src/b.ts", "yy", "yy", 1},
		{"src/b.ts", "several", "several", 6},
		{"src/c.cts", "aa", "aa", 1},
		{"src/d.ts", "broken-cell", "broken-cell", 1},
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}
